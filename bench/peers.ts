import { installPeer } from '../scripts/peer.js';

/**
 * What memchat is measured against, and no dependency of it: each is installed into a folder of its
 * own below `.peers`, in exactly this version, when a bench first asks for it.
 */
export const PEERS = {
  'agent-sdk': { '@anthropic-ai/claude-agent-sdk': '0.3.329' },
  'server-memory': { '@modelcontextprotocol/server-memory': '2026.8.31' },
  // The client that mem0 loads for its Anthropic provider, in the line that it asks for.
  mem0: { mem0ai: '3.3.1', '@anthropic-ai/sdk': '0.40.1' },
  recall: { minisearch: '7.2.0' },
} as const;

export type PeerName = keyof typeof PEERS;

/** A peer that is there, or why it is not. */
export type Peer = { home: string; problem: null } | { home: null; problem: string };

/** Installs the peer if it is not there. Never throws: without it, its rows say why. */
export function peer(name: PeerName): Peer {
  try {
    return { home: installPeer(name, PEERS[name]), problem: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { home: null, problem: `not installed: ${reason}` };
  }
}

/** "mem0ai 3.3.1, …" */
export function renderPeers(): string {
  return Object.values(PEERS)
    .flatMap((packages) => Object.entries(packages))
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}
