import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, LIBRARY } from './bundle.js';
import { writeOutput } from './output.js';
import { typeDeclarations } from './types.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const files = await bundle(root);
for (const [name, entry] of Object.entries(LIBRARY)) {
  files.set(`${name}.d.ts`, await typeDeclarations(root, entry));
}
writeOutput(join(root, 'dist'), files);
