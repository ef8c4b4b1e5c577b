// What loads behind the prompt, as one module: with several, the bundler would cut what they share
// into many files, and a start waits for each of them.
export { doctor } from './commands/doctor.ts';
export { init } from './commands/init.ts';
export { memory } from './commands/memory/run.ts';
export { replay } from './commands/replay.ts';
export { chooseAndSave, setup } from './commands/setup.ts';
export { store } from './commands/store/store.ts';
export { deleteUser } from './commands/users/delete.ts';
export { searchUsers } from './commands/users/search.ts';
export { completion } from './completion/completion.ts';
export { commandTable } from './repl/commands.ts';
