import { describe, expect, it } from 'vitest';
import { ToldProblems } from '../../src/chat/told-problems.ts';
import { MemchatError } from '../../src/errors.ts';

function disk(file: string, code: string): MemchatError {
  const cause = Object.assign(new Error(code), { code });
  return new MemchatError(`Cannot write to ${file}.`, 'store-unwritable', cause);
}

describe('what a session tells of a disk that cannot be written', () => {
  it('is told once, whichever files it keeps from being written', () => {
    const problems = new ToldProblems();
    const first = disk('pending', 'ENOSPC');
    expect(problems.tell(first)).toEqual({ problem: first, told: false });
    expect(problems.tell(disk('alice.json', 'ENOSPC'))).toEqual({ problem: first, told: true });
    expect(problems.tellAnew(disk('transcript', 'ENOSPC'))).toEqual({
      problem: first,
      told: true,
    });
  });

  it('is told again for another reason, and after it was mended', () => {
    const problems = new ToldProblems();
    problems.tell(disk('pending', 'ENOSPC'));
    expect(problems.tell(disk('pending', 'EROFS')).told).toBe(false);
    problems.mended();
    expect(problems.tell(disk('pending', 'ENOSPC')).told).toBe(false);
  });
});

describe('what a session tells of a server that does not answer', () => {
  const server = (doing: string) => new MemchatError(`No answer to ${doing}.`, 'store-unavailable');

  it('is told once, whatever it was asked for, until it was mended', () => {
    const problems = new ToldProblems();
    const first = server('reading');
    expect(problems.tell(first)).toEqual({ problem: first, told: false });
    expect(problems.tell(server('writing'))).toEqual({ problem: first, told: true });
    expect(problems.tellAnew(server('a commit'))).toEqual({ problem: first, told: true });
    problems.mended();
    expect(problems.tell(server('writing')).told).toBe(false);
  });
});

describe('what a session tells of anything else', () => {
  it('is a warning once, and in each receipt, for it may have been well meanwhile', () => {
    const problems = new ToldProblems();
    const busy = new MemchatError('The API is overloaded.', 'api-unavailable');
    expect(problems.tell(busy)).toEqual({ problem: busy, told: false });
    expect(problems.tell(busy)).toEqual({ problem: busy, told: true });
    expect(problems.tellAnew(busy)).toEqual({ problem: busy, told: false });
  });
});
