import type { UserMemory } from '../chat/user-memory.ts';
import type { Lane } from './lane.ts';

/** What the tools, resources and prompts of one server work with. */
export interface Door {
  /** The memory of the one user that the server was started for. */
  own: UserMemory;
  policy: 'auto' | 'ask' | 'read-only';
  /** Whether what the host asks for is written without the user's yes (`--trust-host`). */
  isTrusted: boolean;
  /** Changes go through it, one after the other. */
  lane: Lane;
  /** To be called after a change: who follows a resource is told. */
  changed(): void;
}
