import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Installs packages that only a rig needs below an ignored folder, `.peers/<name>`, once: they are no
 * dependency of the project. Their install scripts do not run.
 * @param {string} name of the folder
 * @param {Record<string, string>} packages exact versions by name
 * @returns {string} the folder with their `node_modules`
 * @throws when npm fails
 */
export function installPeer(name, packages) {
  const home = join(root, '.peers', name);
  const isInstalled = Object.entries(packages).every(
    ([each, version]) => versionIn(home, each) === version,
  );
  if (isInstalled) return home;
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
  const wanted = Object.entries(packages).map(([each, version]) => `${each}@${version}`);
  const flags = ['--prefix', home, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  // npm is a script on Windows, which only a shell starts; nothing here comes from outside.
  const npm = spawnSync('npm', ['install', ...flags, ...wanted], {
    cwd: home,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (npm.status === 0) return home;
  throw new Error(`${wanted.join(' and ')} could not be installed: see what npm says above.`);
}

/**
 * @param {string} home
 * @param {string} name
 * @returns {string | null}
 */
function versionIn(home, name) {
  const file = join(home, 'node_modules', name, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : null;
}
