import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { versionDefine } from './bundle.js';

// node scripts/run-ts.js FILE.ts [ARGUMENT…], from the folder of package.json: runs a TypeScript
// program on Node.js 20, which cannot do so by itself. Packages are taken from node_modules.
const [, , source, ...rest] = process.argv;
if (source === undefined) throw new Error('Name the TypeScript file to run.');
const program = resolve('.bench', `${basename(source, '.ts')}.mjs`);
await build({
  entryPoints: [source],
  outfile: program,
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  define: versionDefine(resolve()),
  logLevel: 'warning',
});
process.argv = [process.execPath, join(process.cwd(), source), ...rest];
await import(pathToFileURL(program).href);
