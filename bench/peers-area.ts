import { agentRow } from './agent-turn.ts';
import { mcpRows } from './mcp-servers.ts';
import type { Row } from './table.ts';
import { turnRows } from './turn-rows.ts';
import { converseWithAll } from './turns.ts';

/** What other ways to a memory cost a person in a turn, and what they lose. */
export async function peersBench(): Promise<Row[]> {
  const servers = await mcpRows();
  const { memchat, ...others } = await converseWithAll();
  return [...servers, ...turnRows(memchat, others), await agentRow(memchat)];
}
