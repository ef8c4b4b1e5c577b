import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Installs packages below `.peers/<name>`, which git ignores, unless they are there in this version.
 * @param packages versions by name, exact
 * @returns the folder that they are installed in
 * @throws with what npm has printed
 */
export async function installPeer(
  name: string,
  packages: Readonly<Record<string, string>>,
): Promise<string> {
  const home = join(process.cwd(), '.peers', name);
  const isThere = Object.entries(packages).every(([one, version]) => {
    const manifest = join(home, 'node_modules', one, 'package.json');
    return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === version;
  });
  if (isThere) return home;
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
  const exact = Object.entries(packages).map(([one, version]) => `${one}@${version}`);
  const flags = ['--prefix', home, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
  await run('npm', ['install', ...flags, ...exact], { shell: process.platform === 'win32' });
  return home;
}
