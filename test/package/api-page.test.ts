import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { apiPage } from '../../scripts/api-page.js';

it('docs/api.md is what the types say, and every function and class in it has words of its own', () => {
  const page = apiPage(resolve('.'));
  expect(readFileSync('docs/api.md', 'utf8') === page, 'run npm run docs').toBe(true);
  const entries = page.split(/^### /m).slice(1);
  expect(entries.length).toBeGreaterThan(100);
  // The fields of an options type speak for themselves; what is called or thrown does not.
  const bare = entries.filter((entry) => /^\w+\n\n```ts\n(?:function|class|async)/.test(entry));
  expect(bare).toEqual([]);
});
