import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const INTRODUCTION = `# The library

<!-- Made by \`npm run docs\` from the types of the package: change the docstrings, not this page. -->

\`\`\`js
import { openMemory } from 'memchat';
\`\`\`

Every export of the package, in the order of \`src/index.ts\`. All errors are \`MemchatError\`: match on
its \`code\`, not on the message. Times are ISO 8601 in UTC, durations milliseconds, sizes characters
(UTF-16 code units), prices US dollars. \`examples/\` has programs to run.
`;

/**
 * The page of the library: each export with its signature and docstring, by the headings of
 * `src/index.ts`.
 * @param {string} root the folder of package.json, built
 * @returns {string} Markdown
 */
export function apiPage(root) {
  const path = join(root, 'dist/index.d.ts');
  const program = ts.createProgram([path], { module: ts.ModuleKind.NodeNext, skipLibCheck: true });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  const module = file && checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error('dist/index.d.ts is no module: run npm run build.');
  const exported = new Map(checker.getExportsOfModule(module).map((one) => [one.name, one]));
  const sections = headings(join(root, 'src/index.ts')).map(({ title, names }) => {
    const entries = names.map((name) => {
      const symbol = exported.get(name);
      if (symbol === undefined)
        throw new Error(`${name} is in src/index.ts, but not in the types.`);
      exported.delete(name);
      const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
      return entryOf(name, isAlias ? checker.getAliasedSymbol(symbol) : symbol);
    });
    return [`## ${title}`, ...entries].join('\n\n');
  });
  if (exported.size > 0) throw new Error(`Under no heading: ${[...exported.keys()].join(', ')}`);
  return `${[INTRODUCTION.trimEnd(), ...sections].join('\n\n')}\n`;
}

/**
 * The comments of the index, and what is exported under each.
 * @param {string} path
 */
function headings(path) {
  const text = readFileSync(path, 'utf8');
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  /** @type {{ title: string, names: string[] }[]} */
  const found = [];
  for (const statement of source.statements) {
    const comments = ts.getLeadingCommentRanges(text, statement.pos) ?? [];
    for (const { pos, end } of comments) {
      found.push({ title: text.slice(pos + 2, end).trim(), names: [] });
    }
    if (!ts.isExportDeclaration(statement) || statement.exportClause === undefined) continue;
    if (!ts.isNamedExports(statement.exportClause)) continue;
    const names = statement.exportClause.elements.map(({ name }) => name.text);
    found.at(-1)?.names.push(...names);
  }
  return found;
}

/**
 * @param {string} name
 * @param {ts.Symbol} symbol
 */
function entryOf(name, symbol) {
  const declarations = (symbol.declarations ?? []).map((declaration) => {
    const statement = ts.isVariableDeclaration(declaration)
      ? declaration.parent.parent
      : declaration;
    const text = statement.getText().replace(/^(?:export )?(?:declare )?/, '');
    return `\`\`\`ts\n${withoutPrivates(text)}\n\`\`\``;
  });
  return [`### ${name}`, ...docOf(symbol), ...declarations].join('\n\n');
}

/**
 * Of a class what callers see.
 * @param {string} text
 */
function withoutPrivates(text) {
  return text.replace(/^ *(?:(?:private|protected) .*|#private);\n/gm, '');
}

/** @param {ts.Symbol} symbol */
function docOf(symbol) {
  const lines = (symbol.declarations ?? []).flatMap((declaration) => {
    const carrier = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
    return ts.getJSDocCommentsAndTags(carrier).flatMap((doc) => {
      if (!ts.isJSDoc(doc)) return [];
      const inner = doc.getText().replace(/^\/\*\*|\*\/$/g, '');
      return inner.replace(/^[ \t]*\* ?/gm, '').trim();
    });
  });
  const text = lines.join('\n\n').replace(/^@throws /gm, '\n**Throws** ');
  return text === '' ? [] : [text.replace(/^@returns /gm, '\n**Returns** ')];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  writeFileSync(join(root, 'docs/api.md'), apiPage(root));
}
