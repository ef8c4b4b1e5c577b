// What only looks at files, apart from `late.ts`: it loads neither models nor the passes over them.
export { listMemory } from './commands/memory/list.ts';
export { showUsers } from './commands/users/show.ts';
