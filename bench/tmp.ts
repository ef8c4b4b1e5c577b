import { bundleProgram } from '../scripts/bundle-program.js';
import { resolve } from 'node:path';
await bundleProgram(resolve(), 'bench/soak/long-session.ts', resolve('.bench/soak-long-session.mjs'), 'external');
