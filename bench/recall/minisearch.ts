import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BenchDocument } from './rankers.ts';

// What memchat is measured against is no dependency of it: it is installed below an ignored folder.
const VERSION = '7.2.0';
const HOME = resolve('.peers', 'recall');
const PACKAGE = join(HOME, 'node_modules', 'minisearch');

/** The part of MiniSearch that is used. */
interface MiniSearch {
  addAll(documents: readonly BenchDocument[]): void;
  search(query: string): { id: string; score: number }[];
}
type MiniSearchClass = new (options: object) => MiniSearch;

/** Installs it at the first time. @throws when that fails */
export async function loadMiniSearch(): Promise<MiniSearchClass> {
  if (!isInstalled()) install();
  const module: { default: MiniSearchClass } = await import(
    pathToFileURL(join(PACKAGE, 'dist', 'es', 'index.js')).href
  );
  return module.default;
}

function isInstalled(): boolean {
  const file = join(PACKAGE, 'package.json');
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version === VERSION;
}

function install(): void {
  mkdirSync(HOME, { recursive: true });
  writeFileSync(join(HOME, 'package.json'), '{ "private": true }\n');
  const flags = ['--prefix', HOME, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  // npm is a script on Windows, which only a shell starts; nothing here comes from outside.
  const npm = spawnSync('npm', ['install', ...flags, `minisearch@${VERSION}`], {
    stdio: ['ignore', process.stderr, 'inherit'],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) {
    throw new Error('MiniSearch could not be installed: see what npm says above.');
  }
}
