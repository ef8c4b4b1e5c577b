import { readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { giveRequire, joinFacades } from './chunks.js';
import { layered } from './layers.js';
import { leaveOut } from './left-out.js';
import { licenseNotices } from './licenses.js';
import { manual } from './man.js';

/** What can be imported, by the name of its file without extension. */
export const LIBRARY = { index: 'src/index.ts', 'agent-sdk': 'src/agent-sdk/index.ts' };

// What loads when: see `layered`.
const LIBRARY_LAYERS = {
  'src/chat/session.ts': 'src/index.ts',
  'src/memory/export.ts': 'src/index.ts',
};
const LAYERS = {
  'src/cli/quick.ts': 'src/cli/start.ts',
  'src/cli/open.ts': 'src/cli/quick.ts',
  'src/cli/late.ts': 'src/cli/open.ts',
  'src/cli/commands/mcp.ts': 'src/cli/open.ts',
  // What only looks at a server needs what a turn needs: a piece of both would be a file more.
  'src/compose/postgres.ts': 'src/cli/open.ts',
};

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
    bundleEntry(root, 'cli', { cli: 'src/cli/main.ts' }, [mcp], LAYERS),
    bundleEntry(root, 'mcp', { mcp: 'src/mcp/serve.ts' }),
    // Together: an error of one door is an instance of the class that the library exports.
    bundleEntry(root, 'index', LIBRARY, [], LIBRARY_LAYERS),
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
 * @param {Record<string, string>} [layers]
 */
async function bundleEntry(root, name, entries, plugins = [], layers = {}) {
  /** @type {import('esbuild').BuildOptions} */
  const options = {
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
    logLevel: 'silent',
  };
  const own = [leaveOut, ...plugins];
  const layering = await layered({ ...options, plugins: own }, layers);
  const result = await build({
    ...options,
    plugins: [...own, layering],
    metafile: true,
    write: false,
  });
  const files = new Map();
  for (const { path, text } of result.outputFiles) {
    files.set(relative(join(root, 'dist'), path).replaceAll('\\', '/'), text);
  }
  joinFacades(files);
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
 * Input files of which at least one byte is in the output.
 * @param {import('esbuild').Metafile} metafile
 */
function bundledInputs(metafile) {
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
  );
  return new Set(used.map(([path]) => path));
}
