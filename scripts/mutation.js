import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
const parts = new Map([
  ['store', 'stryker.config.json'],
  ['memory', 'memory.config.json'],
  ['chat', 'chat.config.json'],
  ['postgres', 'postgres.config.json'],
]);
const [part = 'store', ...flags] = process.argv.slice(2);
const isNamed = parts.has(part);
const config = join('test', 'mutation', parts.get(part) ?? 'stryker.config.json');
const isSample = flags.includes('--sample');
process.exitCode = run(process.execPath, [
  stryker,
  'run',
  config,
  // A sample is no part of what was run before.
  ...(isSample ? ['--mutate', sample(config)] : ['--incremental']),
  ...(isNamed ? [] : [part]),
  ...flags.filter((flag) => flag !== '--sample'),
]);

/**
 * Every tenth stretch of eight lines of what the configuration changes: a tenth of the work, for a
 * score that is right to a few points.
 * @param {string} file
 */
function sample(file) {
  const STRETCH = 8;
  /** @type {string[]} */
  const patterns = JSON.parse(readFileSync(join(root, file), 'utf8')).mutate;
  const [folder = ''] = patterns[0]?.split('/*') ?? [];
  const skipped = patterns
    .slice(1)
    .flatMap((pattern) => /\{(.*)\}/.exec(pattern)?.[1]?.split(',') ?? []);
  let line = 0;
  const stretches = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !skipped.includes(name.replace(/\.ts$/, '')))
    .sort()
    .flatMap((name) => {
      const lines = readFileSync(join(root, folder, name), 'utf8').split('\n').length;
      return Array.from({ length: lines }, (_, at) => at + 1)
        .filter(() => line++ % (10 * STRETCH) === 2 * STRETCH)
        .map((at) => `${folder}/${name}:${at}-${Math.min(at + STRETCH - 1, lines)}`);
    });
  return stretches.join(',');
}

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
