import { MemchatError } from '../errors.ts';
import type { Stop } from '../model/port.ts';

export function emptyReply(): MemchatError {
  return new MemchatError(
    'The model answered with nothing. What you said is kept; say it again, or put it differently.',
    'model-output',
  );
}

/** The model went on calling tools where it was to answer. */
export function stillCalling(): MemchatError {
  return new MemchatError(
    'The model kept looking things up and did not answer. Say it again, or put it differently; --no-tools leaves the looking up out.',
    'model-output',
  );
}

/** Why a reply is not whole; null for one that is, and for one that the user has stopped. */
export function problemOf(stop: Exclude<Stop, 'tools'>): Error | null {
  if (stop === 'refused') {
    return new MemchatError(
      'The model declined to answer this. What you said is kept; put it differently to go on.',
      'model-output',
    );
  }
  if (stop === 'truncated') {
    return new MemchatError(
      'The reply was cut at its length limit. Say "go on" for the rest.',
      'model-output',
    );
  }
  return null;
}
