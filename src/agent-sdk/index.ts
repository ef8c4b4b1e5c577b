export type { Receipt } from '../chat/events.ts';
export type { AskMemoryModel, MemoryQuestion } from '../chat/function-model.ts';
export type { Leftover } from '../chat/keeper.ts';
export type {
  FoldSummary,
  SessionEntry,
  SessionKey,
  SessionSummary,
} from '../compose/agent-sessions.ts';
export type { WritePolicy } from '../memory/policy.ts';
export type { Model } from '../model/port.ts';
export { MemoryHooks, memoryHooks } from './hooks.ts';
export type { MemoryHooksOptions } from './options.ts';
export {
  FileSessionStore,
  type FileSessionStoreOptions,
  fileSessionStore,
} from './session-store.ts';
export type { HookInput, HookMatcher, HookOutput } from './types.ts';
