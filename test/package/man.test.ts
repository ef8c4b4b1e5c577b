import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { programTree } from '../../src/cli/options.ts';

const FILE = fileURLToPath(new URL('../../dist/memchat.1', import.meta.url));

/** Whether manuals can be checked here; under CI they must be. */
function hasMandoc(): boolean {
  if (process.env.CI || spawnSync('mandoc', ['-T', 'lint', '/dev/null']).error === undefined) {
    return true;
  }
  process.stderr.write('mandoc is not installed: the check of the manual is skipped\n');
  return false;
}

it('the manual has every command and every option', () => {
  const page = readFileSync(FILE, 'utf8').replaceAll('\\-', '-');
  const { commands, options } = programTree('0.0.0');
  const names = commands.flatMap(({ name, commands: inner }) =>
    inner.length === 0 ? [name] : inner.map((each) => `${name} ${each.name}`),
  );
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !page.includes(`.B memchat ${name} `))).toEqual([]);
  expect(options.filter(({ flags }) => !page.includes(`.B ${flags}`))).toEqual([]);
  expect(page).not.toMatch(/[^\n -~]/);
});

it.skipIf(!hasMandoc())('the manual is man(7) without an error', () => {
  const { stdout, status } = spawnSync('mandoc', ['-T', 'lint', '-W', 'error', FILE], {
    encoding: 'utf8',
  });
  expect([stdout, status]).toEqual(['', 0]);
});
