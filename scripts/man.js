import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleProgram } from './bundle-program.js';

/**
 * The manual, made by the program's own commands, so that it never drifts from them.
 * @param {string} root the folder of package.json
 * @returns {Promise<string>} man(7) source
 */
export async function manual(root) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'memchat-man-'));
  try {
    const program = join(folder, 'man.mjs');
    await bundleProgram(root, 'src/cli/man-page.ts', program);
    const made = await import(pathToFileURL(program).href);
    return made.manual(version, releaseDay(root, version));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The day that the changelog names for a version: `## 0.1.0 (2026-03-01)`; empty without one.
 * @param {string} root
 * @param {string} version
 */
function releaseDay(root, version) {
  const lines = readFileSync(join(root, 'CHANGELOG.md'), 'utf8').split('\n');
  const heading = lines.find((line) => line.startsWith('## ') && line.includes(version));
  return /\d{4}-\d{2}-\d{2}/.exec(heading ?? '')?.[0] ?? '';
}
