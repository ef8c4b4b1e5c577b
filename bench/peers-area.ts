import { mcpRows } from './mcp-servers.ts';
import type { Row } from './table.ts';
import { turnRows } from './turn-rows.ts';
import { converseWithAll } from './turns.ts';

/** What other ways to a memory cost a person in a turn, and what they lose. */
export async function peersBench(): Promise<Row[]> {
  const servers = await mcpRows();
  return [...servers, ...turnRows(await converseWithAll())];
}
