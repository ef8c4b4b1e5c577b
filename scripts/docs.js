import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleProgram } from './bundle-program.js';

// npm run docs: writes docs/commands.md from the program's own commands.
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'memchat-docs-'));
try {
  const program = join(folder, 'docs.mjs');
  await bundleProgram(root, 'src/cli/commands-page.ts', program);
  const { commandsPage } = await import(pathToFileURL(program).href);
  writeFileSync(join(root, 'docs/commands.md'), commandsPage());
} finally {
  rmSync(folder, { recursive: true, force: true });
}
