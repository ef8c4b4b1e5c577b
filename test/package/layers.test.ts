import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Violation {
  rule: { name: string };
  from: string;
  to: string;
}

/** Checks a project with these sources; names what is refused as "rule: from → to", sorted. */
async function refused(sources: Record<string, string>): Promise<string[]> {
  const project = await mkdtemp(join(tmpdir(), 'memchat-layers-'));
  try {
    await symlink(resolve('node_modules'), join(project, 'node_modules'));
    for (const file of ['.dependency-cruiser.mjs', 'package.json', 'tsconfig.json']) {
      await cp(file, join(project, file));
    }
    for (const [path, text] of Object.entries(sources)) {
      await mkdir(dirname(join(project, path)), { recursive: true });
      await writeFile(join(project, path), text);
    }
    const report = await cruise(project);
    const { violations }: { violations: Violation[] } = JSON.parse(report).summary;
    return violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort();
  } finally {
    await rm(project, { recursive: true, force: true });
  }
}

/** The report as JSON; the exit code says no more than the report does. */
function cruise(project: string): Promise<string> {
  const bin = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  return new Promise((done) => {
    execFile(
      process.execPath,
      [bin, 'src', '--output-type', 'json'],
      { cwd: project },
      (_error, stdout) => done(stdout),
    );
  });
}

const EMPTY = 'export const x = 1;\n';

/** A complete small project in which every import is allowed. */
const SOUND = {
  'src/errors.ts': EMPTY,
  'src/memory/fact.ts': "export { x } from '../errors.ts';\n",
  'src/store/port.ts': "export { x } from '../memory/fact.ts';\n",
  'src/store/file.ts': "import 'node:fs';\nexport { x } from './port.ts';\n",
  'src/model/port.ts': "export { x } from '../store/port.ts';\n",
  'src/model/anthropic.ts': "import '@anthropic-ai/sdk';\nexport { x } from './port.ts';\n",
  'src/chat/turn.ts': "export { x } from '../model/port.ts';\n",
  'src/config.ts': "export { x } from './errors.ts';\n",
  'src/compose.ts': "import './config.ts';\nexport * from './store/file.ts';\n",
  'src/cli/main.ts': "export { x } from '../compose.ts';\n",
  'src/mcp/server.ts': "export { x } from '../compose.ts';\n",
  'src/index.ts': "import './model/anthropic.ts';\nexport * from './store/file.ts';\n",
  'test/world.ts': EMPTY,
};

describe('the layers', () => {
  it('let a room import the rooms above it', async () => {
    expect(await refused(SOUND)).toEqual([]);
  });

  it('refuse every import that goes the other way, also of a type', async () => {
    const wrong = [
      ['memory-imports-only-rooms-above', 'src/memory/a.ts', 'src/store/port.ts'],
      ['prompt-imports-only-rooms-above', 'src/prompt/a.ts', 'src/chat/turn.ts'],
      ['store-imports-only-rooms-above', 'src/store/a.ts', 'src/model/port.ts'],
      ['config-imports-only-rooms-above', 'src/config/a.ts', 'src/compose.ts'],
      ['compose-imports-only-rooms-above', 'src/compose/a.ts', 'src/cli/main.ts'],
      ['only-compose-knows-the-adapters', 'src/chat/a.ts', 'src/store/file.ts'],
      ['only-compose-knows-the-adapters', 'src/cli/a.ts', 'src/model/anthropic.ts'],
      ['cli-imports-no-other-door', 'src/cli/b.ts', 'src/mcp/server.ts'],
      ['nothing-imports-the-library', 'src/cli/c.ts', 'src/index.ts'],
      ['library-has-no-doors', 'src/index.ts', 'src/config.ts'],
      ['library-has-no-doors', 'src/library/a.ts', 'src/compose.ts'],
      ['cli-imports-no-other-door', 'src/cli/d.ts', 'src/library/a.ts'],
      ['sources-stand-alone', 'src/version.ts', 'test/world.ts'],
    ] as const;
    const sources = wrong.map(([, from, to]) => {
      const up = '../'.repeat(from.split('/').length - 1);
      return [from, `export type { x } from '${up}${to}';\n`];
    });
    const expected = wrong.map(([rule, from, to]) => `${rule}: ${from} → ${to}`).sort();
    expect(await refused({ ...SOUND, ...Object.fromEntries(sources) })).toEqual(expected);
  });

  it('refuse built-ins in pure rooms, cycles, tools of the build and missing files', async () => {
    const found = await refused({
      ...SOUND,
      'src/recall/a.ts': "import 'node:fs';\n",
      'src/store/a.ts': "export * from './b.ts';\n",
      'src/store/b.ts': "export * from './a.ts';\n",
      'src/store/c.ts': "import 'fast-check';\n",
      'src/store/d.ts': "import './missing.ts';\n",
    });
    expect(found).toEqual([
      'no-cycles: src/store/a.ts → src/store/b.ts',
      expect.stringMatching(/^no-tools-in-the-product: src\/store\/c\.ts → .*fast-check/),
      'pure-rooms-touch-nothing-outside: src/recall/a.ts → fs',
      'resolvable-imports-only: src/store/d.ts → ./missing.ts',
    ]);
  });
});
