import { isRecord } from '../../memory/json.ts';

/**
 * The emptiest value that a JSON schema allows: null where it may be, else empty texts and lists.
 * It answers the structured requests of which the offline model knows nothing.
 */
export function emptyOf(schema: unknown, depth = 0): unknown {
  if (!isRecord(schema) || depth > 16) return null;
  const choices = [schema.anyOf, schema.oneOf].find(Array.isArray);
  if (choices !== undefined) {
    return choices.some((choice) => isRecord(choice) && choice.type === 'null')
      ? null
      : emptyOf(choices[0], depth + 1);
  }
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  if (types.includes('null')) return null;
  if (types.includes('object')) {
    const properties = isRecord(schema.properties) ? Object.entries(schema.properties) : [];
    return Object.fromEntries(properties.map(([key, value]) => [key, emptyOf(value, depth + 1)]));
  }
  if (types.includes('array')) return [];
  if (types.includes('string')) return '';
  if (types.includes('boolean')) return false;
  return types.includes('number') || types.includes('integer') ? 0 : null;
}
