import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.js';
import { writeOutput } from './output.js';
import { typeDeclarations } from './types.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const files = await bundle(root);
files.set('index.d.ts', await typeDeclarations(root));
writeOutput(join(root, 'dist'), files);
