import { encodeJson, encodeText } from './text.ts';

/** What may stand in a statement: text, a whole or broken number, bytes, a list of texts. */
export type SqlValue =
  | string
  | number
  | boolean
  | null
  | Uint8Array
  | readonly string[]
  | Json
  | Sql;

/** A statement, or a part of one: values never stand in its text. */
export class Sql {
  readonly texts: readonly string[];
  readonly values: readonly SqlValue[];

  constructor(texts: readonly string[], values: readonly SqlValue[]) {
    this.texts = texts;
    this.values = values;
  }
}

/** A value for a `jsonb` column, as `JSON.stringify` has written it. */
export class Json {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** `` sql`SELECT … WHERE user_id = ${user}` `` */
export function sql(texts: TemplateStringsArray, ...values: SqlValue[]): Sql {
  return new Sql(texts, values);
}

/** The name of a role, or of anything else that has one. */
export function identifier(name: string): Sql {
  return new Sql([`"${name.replaceAll('"', '""').replaceAll('\0', '')}"`], []);
}

/** Statements one after the other, or the parts of one. */
export function joined(parts: readonly Sql[], between: string): Sql {
  if (parts.length === 0) return sql``;
  return new Sql(['', ...parts.slice(1).map(() => between), ''], parts);
}

/**
 * The text that is sent. Values are literals, not parameters: several statements go to the server
 * at once, in one transaction, and its protocol takes parameters for one only.
 */
export function render(statement: Sql): string {
  return statement.texts.reduce((text, next, index) => {
    const value = statement.values[index - 1];
    return `${text}${value === undefined ? '' : literal(value)}${next}`;
  });
}

function literal(value: SqlValue): string {
  if (value === null) return 'NULL';
  if (value instanceof Sql) return render(value);
  if (value instanceof Json) return `${quote(encodeJson(value.text))}::jsonb`;
  // Hex digits need no quoting, which takes its time for megabytes.
  if (value instanceof Uint8Array) return `decode('${Buffer.from(value).toString('hex')}', 'hex')`;
  if (typeof value === 'string') return quote(encodeText(value));
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return number(value);
  return `ARRAY[${value.map((text) => quote(encodeText(text))).join(',')}]::text[]`;
}

/**
 * A text as a literal, the same as the driver's `escapeLiteral`, which walks from character to
 * character: of a memory that takes as long as all else about a commit. With `E` a backslash means
 * the same on every server.
 */
export function quote(text: string): string {
  const quoted = text.replaceAll("'", "''");
  return text.includes('\\') ? ` E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
}

/** A minus in front of a number could make a comment of what is before it. */
function number(value: number): string {
  if (Number.isFinite(value)) return value < 0 ? `(${value})` : String(value);
  return `'${value}'::float8`;
}
