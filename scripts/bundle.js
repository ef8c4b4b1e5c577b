import { readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { licenseNotices } from './licenses.js';
import { manual } from './man.js';

/** What can be imported, by the name of its file without extension. */
export const LIBRARY = { index: 'src/index.ts', 'agent-sdk': 'src/agent-sdk/index.ts' };

const CALLS_REQUIRE = /typeof require\b/;
const REQUIRE =
  "import{createRequire}from'node:module';const require=createRequire(import.meta.url);\n";

/**
 * Bundles the command line and the library with everything they import, code-split.
 * @param {string} root the folder of package.json
 * @returns {Promise<Map<string, string>>} file contents by path relative to `dist/`
 * @throws when a module is missing, or a bundled package comes without the text of its licence
 */
export async function bundle(root) {
  // Apart, because modules that both need would be split off: the program starts from fewer files.
  // The MCP server has an SDK that is larger than the program, and needs all of zod, which the
  // program would then load as well.
  const mcp = elsewhere('mcp', 'src/mcp/serve.ts');
  const bundles = await Promise.all([
    bundleEntry(root, 'cli', { cli: 'src/cli/main.ts' }, [mcp]),
    bundleEntry(root, 'mcp', { mcp: 'src/mcp/serve.ts' }),
    // Together: an error of one door is an instance of the class that the library exports.
    bundleEntry(root, 'index', LIBRARY),
  ]);
  const files = new Map(bundles.flatMap((each) => [...each.files]));
  const inputs = new Set(bundles.flatMap((each) => [...each.inputs]));
  files.set('THIRD-PARTY-LICENSES.txt', licenseNotices(root, inputs));
  files.set('memchat.1', await manual(root));
  return files;
}

/**
 * Leaves a module to the bundle that it is the entry of. Only chunks may import it, which stand in a
 * folder beside that bundle.
 * @param {string} name of that bundle
 * @param {string} entry
 * @returns {import('esbuild').Plugin}
 */
function elsewhere(name, entry) {
  const filter = new RegExp(`(?:^|/)${basename(entry).replace('.', '\\.')}$`);
  return {
    name: `bundled-apart-${name}`,
    setup({ onResolve, initialOptions }) {
      const target = join(initialOptions.absWorkingDir ?? '.', entry);
      onResolve({ filter }, ({ path, resolveDir }) =>
        resolve(resolveDir, path) === target ? { path: `../${name}.js`, external: true } : null,
      );
    },
  };
}

/**
 * @param {string} root
 * @param {string} name of the folder of what they share
 * @param {Record<string, string>} entries
 * @param {import('esbuild').Plugin[]} [plugins]
 */
async function bundleEntry(root, name, entries, plugins = []) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: 'dist',
    chunkNames: `${name}/[name]-[hash]`,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // Identifiers stay: stack traces and error names are worth more than the 1 % they cost.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    define: versionDefine(root),
    // An optional peer: looked up at run time, from where memchat is installed.
    external: ['pg'],
    // Its CommonJS build has the lists of 62 languages in one piece.
    alias: { stopword: 'stopword/src/stopword.js' },
    plugins,
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const files = new Map();
  for (const { path, text } of result.outputFiles) {
    files.set(relative(join(root, 'dist'), path).replaceAll('\\', '/'), text);
  }
  giveRequire(files);
  return { files, inputs: bundledInputs(result.metafile) };
}

/**
 * What puts the version of package.json into the code; see `src/version.ts`.
 * @param {string} root
 */
export function versionDefine(root) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return { __MEMCHAT_VERSION__: JSON.stringify(version) };
}

/**
 * esbuild keeps `require('fs')` of CommonJS packages as a call to a `require` that ESM lacks. The
 * chunk with its own helpers makes these calls; only that chunk is given a `require`, and is loaded
 * only by files that name something of it: in every file it costs 1.5 ms at each start.
 * @param {Map<string, string>} files
 */
function giveRequire(files) {
  const helpers = [...files].filter(([, text]) => CALLS_REQUIRE.test(text)).map(([path]) => path);
  for (const [path, text] of files) {
    const lean = helpers.reduce((code, helper) => {
      const name = helper.slice(helper.lastIndexOf('/') + 1);
      return code.replace(new RegExp(`import"\\./(?:[a-z]+/)?${name.replace('.', '\\.')}";`), '');
    }, text);
    files.set(path, helpers.includes(path) ? `${REQUIRE}${lean}` : lean);
  }
}

/**
 * Input files of which at least one byte is in the output.
 * @param {import('esbuild').Metafile} metafile
 */
function bundledInputs(metafile) {
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
  );
  return new Set(used.map(([path]) => path));
}
