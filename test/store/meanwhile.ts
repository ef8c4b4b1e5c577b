import fs from 'node:fs';

/** Calls of the file system that tests stand in front of. */
type Call =
  | 'fstatSync'
  | 'linkSync'
  | 'lstatSync'
  | 'mkdirSync'
  | 'openSync'
  | 'readFileSync'
  | 'readdirSync'
  | 'renameSync'
  | 'unlinkSync'
  | 'writeSync';

/** What the disk answers in place of doing what it was asked. */
export class Answer {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

/**
 * Runs `work`; just before it calls `name` for the first time with arguments that `isMeant` says yes
 * to, `others` is run: what another process does at that moment, or the disk if it throws or returns
 * an `Answer`. Nothing else may use files meanwhile. `others` must have been called by the end.
 */
export async function meanwhile<T>(
  name: Call,
  isMeant: (args: unknown[]) => boolean,
  others: (args: unknown[]) => unknown,
  work: () => Promise<T>,
): Promise<T> {
  const real = fs[name];
  let isDone = false;
  const guarded = new Proxy<(...args: never[]) => unknown>(real, {
    apply(target, self, args: unknown[]) {
      if (!isDone && isMeant(args)) {
        isDone = true;
        const instead = others(args);
        if (instead instanceof Answer) return instead.value;
      }
      return Reflect.apply(target, self, args);
    },
  });
  Reflect.set(fs, name, guarded);
  const outcome = await work().then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  Reflect.set(fs, name, real);
  if (!isDone) throw new Error('nothing was called that others could have been faster than');
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}

/** What a disk that fails throws. */
export function diskError(code: string): Error {
  return Object.assign(new Error(`${code}: the disk says no`), { code, syscall: 'test' });
}
