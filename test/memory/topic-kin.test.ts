import { describe, expect, it } from 'vitest';
import { topicKin } from '../../src/memory/topic-kin.ts';
import { stem } from '../../src/memory/words.ts';

describe('the kin of what is said', () => {
  it.each([
    ['I moved to Hamburg', 'home'],
    ['Ich bin umgezogen', 'live'],
    ['I got promoted', 'job'],
    ['Me casé, mi marido es Luis', 'wife'],
    ["I'm vegan now", 'diet'],
    ['I was diagnosed with asthma', 'health'],
    ['We adopted a puppy', 'dog'],
    ['I graduated', 'university'],
    ['My flight is on Friday', 'trip'],
  ])('of "%s" has "%s"', (said, word) => {
    expect(topicKin(said)).toContain(stem(word));
  });

  it('of something else is nothing, and of one topic not another', () => {
    expect(topicKin('What is a monad?')).toEqual([]);
    expect(topicKin('I moved')).not.toContain(stem('dog'));
    expect(topicKin('I moved and got promoted')).toEqual(
      expect.arrayContaining([stem('home'), stem('job')]),
    );
  });
});
