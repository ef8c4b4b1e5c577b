import { expect, it } from 'vitest';
import { keyFromCommand } from '../../src/config/key-command.ts';

it('a password manager that does not answer is given up, and told of', async () => {
  const waits = [process.execPath, '-e', 'setTimeout(() => {}, 60_000)'];
  await expect(keyFromCommand(waits, 300)).rejects.toMatchObject({
    code: 'credential',
    message: expect.stringContaining('did not answer within'),
  });
});
