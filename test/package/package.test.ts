import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join, resolve } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Installed, packAndInstall, run } from './install.ts';

let installed: Installed;
let folder: string;

beforeAll(async () => {
  installed = await packAndInstall();
  folder = join(installed.project, 'node_modules/memchat');
});

afterAll(() => installed?.remove());

/** Follows the imports of the installed program and library; fails on one that is not there. */
async function importsOf(entry: string): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints: [entry],
    outdir: 'unused',
    bundle: true,
    format: 'esm',
    platform: 'node',
    metafile: true,
    external: ['pg'],
    write: false,
    logLevel: 'silent',
  });
  return metafile;
}

/** Whether a module comes with Node.js, this one or a newer one (undici looks for `node:sqlite`). */
function ofNode(name: string): boolean {
  return name.startsWith('node:') || isBuiltin(name);
}

/** The files that are loaded before the entry runs: without those behind an `import()`. */
function loadedFirst(metafile: Metafile, entry: string): string[] {
  const loaded = new Set([entry]);
  for (const path of loaded) {
    for (const { path: next, kind, external } of metafile.inputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && external !== true) loaded.add(next);
    }
  }
  return [...loaded];
}

describe('the package', () => {
  it('holds the program, the library with its types, the manual and the licences, and nothing else', () => {
    const others = installed.files.filter(
      (path) => !/^dist\/(?:cli|index)\/[\w-]+\.js$/.test(path),
    );
    const expected = [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'bin/memchat.js',
      'dist/THIRD-PARTY-LICENSES.txt',
      'dist/agent-sdk.d.ts',
      'dist/agent-sdk.js',
      'dist/cli.js',
      'dist/index.d.ts',
      'dist/index.js',
      'dist/mcp.js',
      'dist/memchat.1',
      'docs/api.md',
      'docs/at-scale.md',
      'docs/commands.md',
      'docs/faq.md',
      'docs/faults.md',
      'docs/figures.md',
      'docs/from-code.md',
      'docs/getting-started.md',
      'docs/how-memory-works.md',
      'docs/privacy-and-deletion.md',
      'docs/scripting.md',
      'docs/session.png',
      'docs/session.svg',
      'docs/stream-json.md',
      'docs/turn.svg',
      'package.json',
    ];
    expect(others).toEqual(expected.filter((path) => path !== 'README.md' || existsSync(path)));
  });

  it('needs no other package and runs nothing when it is installed', async () => {
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).not.toHaveProperty('optionalDependencies');
    expect(Object.keys(manifest.peerDependencies)).toEqual(['pg']);
    expect(manifest.peerDependenciesMeta).toEqual({ pg: { optional: true } });
    expect(manifest.scripts).not.toHaveProperty('preinstall');
    expect(manifest.scripts).not.toHaveProperty('install');
    expect(manifest.scripts).not.toHaveProperty('postinstall');
    const packages = await readdir(join(installed.project, 'node_modules'));
    expect(packages.filter((name) => !name.startsWith('.'))).toEqual(['memchat']);
  });

  it('imports nothing but its own files, what Node.js brings, and pg where it is asked for', async () => {
    for (const entry of ['dist/cli.js', 'dist/index.js', 'dist/agent-sdk.js']) {
      const { outputs } = await importsOf(entry);
      const imported = Object.values(outputs).flatMap(({ imports }) => imports);
      expect(imported.filter(({ external }) => external)).not.toHaveLength(0);
      const others = imported.filter(({ path, external }) => external && !ofNode(path));
      const ofPeer = { path: 'pg', kind: 'dynamic-import', external: true };
      expect(others).toEqual(others.map(() => ofPeer));
      expect(others.length).toBeGreaterThan(0);
    }
    for (const path of installed.files.filter((file) => file.endsWith('.js'))) {
      const text = await readFile(join(folder, path), 'utf8');
      const required = [...text.matchAll(/__require\d*\("([^"]+)"\)/g)].map(([, name]) => name);
      expect(required.filter((name) => name !== undefined && !ofNode(name))).toEqual([]);
    }
  });

  it('answers --version with its version and without loading the rest of the program', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8'));
    const bin = join(installed.project, 'node_modules/.bin/memchat');
    expect(await run(bin, ['--version'], installed.project)).toBe(`${version}\n`);

    const metafile = await importsOf('dist/cli.js');
    const first = loadedFirst(metafile, 'dist/cli.js');
    const bytes = first.reduce((sum, path) => sum + (metafile.inputs[path]?.bytes ?? 0), 0);
    expect(bytes).toBeLessThan(10_000);
  });

  it('holds a conversation offline, and keeps the memory where it is told to', async () => {
    const bin = join(installed.project, 'node_modules/.bin/memchat');
    const where = ['--offline', '-u', 'alice', '--sessions', join(installed.project, 'sessions')];
    const said = await run(bin, [...where, '-p', 'My name is Alice.'], installed.project);
    expect(said).toContain('Alice');
    const memory = await readFile(join(installed.project, 'sessions/alice.json'), 'utf8');
    expect(JSON.parse(memory)).toMatchObject({ user: 'alice', name: 'Alice' });
  });

  it('gives the licence of every package that is bundled', async () => {
    const notices = await readFile(join(folder, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const name of ['@anthropic-ai/sdk', 'commander', 'proper-lockfile', 'zod']) {
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(.+\\)$`, 'm'));
    }
  });
});

describe('the library', () => {
  it('does nothing when it is imported', async () => {
    const program = "import * as memchat from 'memchat'; process.stdout.write(memchat.VERSION);";
    const { version } = JSON.parse(await readFile('package.json', 'utf8'));
    const before = await readdir(installed.project);
    const args = ['--input-type=module', '--eval', program];
    expect(await run(process.execPath, args, installed.project)).toBe(version);
    expect(await readdir(installed.project)).toEqual(before);
  });

  it.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('has types for module %s with moduleResolution %s', async (module, moduleResolution) => {
    await writeFile(
      join(installed.project, 'consumer.ts'),
      [
        "import * as memchat from 'memchat';",
        'export const version: string = memchat.VERSION;',
        "export const error: Error = new memchat.MemchatError('No.', 'usage');",
        '// @ts-expect-error a package without types would let this pass',
        'memchat.thisIsNotThere;',
        '',
      ].join('\n'),
    );
    const strict = ['--strict', '--noEmit', '--target', 'es2023', '--lib', 'es2023,dom'];
    const kind = ['--module', module, '--moduleResolution', moduleResolution];
    const tsc = resolve('node_modules/typescript/bin/tsc');
    const args = [tsc, ...strict, ...kind, 'consumer.ts'];
    expect(await run(process.execPath, args, installed.project)).toBe('');
  });
});
