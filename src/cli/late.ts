// What loads behind the prompt, as one module: with several, the bundler would cut what they share
// into many files, and a start waits for each of them.
export { doctor } from './commands/doctor.ts';
export { memory } from './commands/memory/run.ts';
export { replay } from './commands/replay.ts';
export { open } from './open.ts';
export { commandTable } from './repl/commands.ts';
