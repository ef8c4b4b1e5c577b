import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Mutation testing is run on demand, so its 160 packages are no dependency of the project: they are
// installed below an ignored folder, from where the project's own vitest is found.
const VERSION = '9.6.1';
const PACKAGES = ['@stryker-mutator/core', '@stryker-mutator/vitest-runner'];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const home = join(root, '.peers', 'mutation');

if (!PACKAGES.every(isInstalled)) install();
const stryker = join(home, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
const config = join('test', 'mutation', 'stryker.config.json');
process.exitCode = run(process.execPath, [
  stryker,
  'run',
  config,
  '--incremental',
  ...process.argv.slice(2),
]);

/** @param {string} name */
function isInstalled(name) {
  const file = join(home, 'node_modules', name, 'package.json');
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version === VERSION;
}

function install() {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
  const packages = PACKAGES.map((name) => `${name}@${VERSION}`);
  const flags = ['--prefix', home, '--no-save', '--legacy-peer-deps', '--no-audit', '--no-fund'];
  // npm is a script on Windows, which only a shell starts; nothing here comes from outside.
  const isWindows = process.platform === 'win32';
  const npm = spawnSync('npm', ['install', '--ignore-scripts', ...flags, ...packages], {
    stdio: 'inherit',
    shell: isWindows,
  });
  if (npm.status !== 0) {
    throw new Error('The mutation tester could not be installed: see what npm says above.');
  }
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}
