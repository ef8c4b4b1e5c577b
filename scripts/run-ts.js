import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleProgram } from './bundle-program.js';

// node scripts/run-ts.js FILE.ts [ARGUMENT…], from the folder of package.json: runs a TypeScript
// program on Node.js 20, which cannot do so by itself. Packages are taken from node_modules.
const [, , source, ...rest] = process.argv;
if (source === undefined) throw new Error('Name the TypeScript file to run.');
const program = resolve('.bench', `${basename(source, '.ts')}.mjs`);
await bundleProgram(resolve(), source, program, 'external');
process.argv = [process.execPath, join(process.cwd(), source), ...rest];
await import(pathToFileURL(program).href);
