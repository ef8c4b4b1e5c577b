import { FileAgentSessions } from '../store/agent-sessions/file-agent-sessions.ts';
import type { AgentSessions, FoldSummary } from '../store/agent-sessions/port.ts';

export type {
  AgentSessions,
  FoldSummary,
  SessionEntry,
  SessionKey,
  SessionSummary,
} from '../store/agent-sessions/port.ts';

/** The transcripts of agents beside the memories in a folder. */
export function composeAgentSessions(
  directory: string,
  fold: FoldSummary | undefined,
): AgentSessions {
  return new FileAgentSessions({ directory, fold });
}
