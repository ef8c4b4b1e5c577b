import fs from 'node:fs';

// What a killed process has written stays, synced or not: only a power cut makes the difference. So
// where thousands of commits are made to be killed or damaged, nothing waits for the disk. To be
// imported before the store, which keeps the function that it finds.
Reflect.set(fs, 'fsync', (_fd: number, done: fs.NoParamCallback) => {
  setImmediate(done, null);
});
