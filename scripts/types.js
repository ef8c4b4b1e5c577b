import { join } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

// `Symbol.asyncDispose` is in no lib of a year yet, and consumers without Node's types miss it.
const DISPOSABLE = '/// <reference lib="esnext.disposable" />\n';

/**
 * The types of one entry of the library as one file. Consumers have none of the bundled packages, so
 * it must not name their types: only Node's own.
 * @param {string} root the folder of package.json
 * @param {string} entry
 * @returns {Promise<string>}
 * @throws when a declaration cannot be made, or the public types refer to a bundled package
 */
export async function typeDeclarations(root, entry) {
  const bundle = await rollup({
    input: join(root, entry),
    plugins: [dts({ tsconfig: join(root, 'tsconfig.json') })],
    external: (id) => !id.startsWith('.') && !id.startsWith(root),
    onwarn: (warning) => {
      throw new Error(warning.message);
    },
  });
  const { output } = await bundle.generate({ format: 'es' });
  await bundle.close();
  const [{ code, imports }] = output;
  const foreign = imports.filter((name) => !name.startsWith('node:'));
  if (foreign.length > 0) {
    throw new Error(
      `The public types refer to ${foreign.join(', ')}, which users of the library do not have. Write these types out.`,
    );
  }
  return `${DISPOSABLE}${code}`;
}
