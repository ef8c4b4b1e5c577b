import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { temporaryFolders } from '../store/temporary.ts';
import { say } from '../support/chat-world.ts';
import { FileWorld, talk } from '../support/file-world.ts';

const folderFor = temporaryFolders();

// Each round forgets at another moment of the turn: before its words are written, while they are
// answered, while they are extracted, after that.
it('nothing is left of what is forgotten in the middle of a turn of another session', async () => {
  const left: string[] = [];
  for (let moment = 0; moment < 30; moment += 1) {
    const world = new FileWorld(folderFor());
    const here = await world.open();
    await talk(here, 'I live in Hamburg.');
    const there = await world.open();
    const saying = say(here, 'I have a dog named Bello and a cat named Minka.');
    await wait(moment);
    const { revision } = await there.own.forget({ kind: 'query', query: 'Bello' });
    await saying;
    await talk(here, 'I like tea.');
    // Forgotten before there was anything to forget: then it is there, as it was said.
    if (revision !== null && /bello/iu.test(world.bytes())) left.push(`at ${moment} ms`);
  }
  expect(left).toEqual([]);
});
