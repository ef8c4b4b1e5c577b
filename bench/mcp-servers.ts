import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod/mini';
import { bundleProgram } from '../scripts/bundle-program.js';
import { peer } from './peers.ts';
import { COMMITS, PROCESSES, race as raceWriters } from './store.ts';
import type { Row } from './table.ts';

const SERVERS = PROCESSES;
const NOTES = COMMITS;
/** The whole race of one kind of server is over by then, or it has failed. */
const DEADLINE_MS = 60_000;

/** A kind of MCP server, started for one file of memories. */
interface Kind {
  command: string[];
  env: Record<string, string>;
  /** The call that keeps a text. */
  call: (text: string, number: number) => { name: string; arguments: object };
  /** How many of the texts are in the file. */
  kept: () => number;
}

interface Race {
  acknowledged: number;
  lost: number;
  perSecond: number;
}

/**
 * 8 processes that each write 50 times to one user's memory at once: how many of the writes that
 * were acknowledged are there in the end, beside the MCP reference server. Then the same through
 * memchat's own MCP server, which takes no more than 30 notes of programs in an hour.
 */
export async function mcpRows(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'memchat-bench-'));
  try {
    const { home, problem } = peer('server-memory');
    const theirs = home === null ? problem : await race(reference(home, folder));
    const lost = (name: string, ours: Race): Row => ({
      name,
      value: render(ours),
      against: `MCP reference server: ${typeof theirs === 'string' ? theirs : render(theirs)}`,
      ratio: null,
      goal: { atMost: 0, figure: ours.lost, unit: 'lost' },
      samples: {
        memchat: [ours.acknowledged, ours.lost],
        ...(typeof theirs === 'string' ? {} : { reference: [theirs.acknowledged, theirs.lost] }),
      },
    });
    return [
      lost(`updates lost, ${SERVERS} processes × ${NOTES}`, await commits(folder)),
      lost(`notes lost, ${SERVERS} MCP servers × ${NOTES}`, await race(memchat(folder))),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function commits(folder: string): Promise<Race> {
  const worker = join(folder, 'worker.mjs');
  await bundleProgram(resolve(), join('bench', 'store-worker.ts'), worker);
  const directory = join(folder, 'commits');
  mkdirSync(directory);
  const { perSecond, lost } = await raceWriters(worker, 'memchat', directory);
  return { acknowledged: SERVERS * NOTES, lost, perSecond };
}

function render({ acknowledged, lost, perSecond }: Race): string {
  const refused = SERVERS * NOTES - acknowledged;
  const others = refused === 0 ? '' : `, ${refused} refused`;
  return `${lost} of ${acknowledged} lost${others}, ${perSecond.toFixed(0)}/s`;
}

function memchat(folder: string): Kind {
  const sessions = join(folder, 'sessions');
  const file = z.object({ keyFacts: z.array(z.object({ text: z.string() })) });
  return {
    command: [resolve('bin/memchat.js'), 'mcp', '-u', 'alice', '--trust-host'],
    env: { MEMCHAT_SESSIONS: sessions, HOME: folder },
    call: (text) => ({ name: 'remember', arguments: { text } }),
    kept: () => {
      const memory: unknown = JSON.parse(readFileSync(join(sessions, 'alice.json'), 'utf8'));
      return file.parse(memory).keyFacts.length;
    },
  };
}

function reference(home: string, folder: string): Kind {
  const file = join(folder, 'memory.jsonl');
  return {
    command: [join(home, 'node_modules/@modelcontextprotocol/server-memory/dist/index.js')],
    env: { MEMORY_FILE_PATH: file, HOME: folder },
    call: (text, number) => ({
      name: 'create_entities',
      arguments: {
        entities: [{ name: `note ${number}`, entityType: 'note', observations: [text] }],
      },
    }),
    kept: () => readFileSync(file, 'utf8').split('\n').filter(Boolean).length,
  };
}

async function race({ command, env, call, kept }: Kind): Promise<Race> {
  const clients = Array.from({ length: SERVERS }, () => new Client(command, env));
  const deadline = setTimeout(() => {
    for (const client of clients) client.kill();
  }, DEADLINE_MS);
  try {
    await Promise.all(clients.map((client) => client.initialize()));
    const began = performance.now();
    const counts = await Promise.all(
      clients.map(async (client, server) => {
        let acknowledged = 0;
        for (let note = 0; note < NOTES; note++) {
          const number = server * NOTES + note;
          if (await client.isDone(call(`Note number ${number} is to be kept.`, number))) {
            acknowledged += 1;
          }
        }
        return acknowledged;
      }),
    );
    const seconds = (performance.now() - began) / 1000;
    await Promise.all(clients.map((client) => client.close()));
    const acknowledged = counts.reduce((sum, count) => sum + count, 0);
    return { acknowledged, lost: acknowledged - kept(), perSecond: acknowledged / seconds };
  } finally {
    clearTimeout(deadline);
    for (const client of clients) client.kill();
  }
}

const answer = z.object({
  id: z.optional(z.number()),
  result: z.optional(
    z.object({
      isError: z.optional(z.boolean()),
      // What memchat has refused in words, and so not acknowledged.
      structuredContent: z.optional(z.object({ refused: z.optional(z.array(z.unknown())) })),
    }),
  ),
});
type Answer = z.infer<typeof answer>;

function isDone({ result }: Answer): boolean {
  const refused = result?.structuredContent?.refused ?? [];
  return result !== undefined && result.isError !== true && refused.length === 0;
}

/** As little of a client as these calls need: one line of JSON each way. */
class Client {
  readonly #child;
  readonly #closed: Promise<void>;
  readonly #waiting = new Map<number, (isDone: boolean) => void>();
  #calls = 0;

  constructor(command: readonly string[], env: Record<string, string>) {
    this.#child = spawn(process.execPath, command, {
      env: { ...process.env, ...env },
      // The reference server greets on standard error.
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#child.stdin.on('error', () => {});
    this.#closed = new Promise((resolve) => this.#child.on('close', () => resolve()));
    // A server that ends leaves its calls unanswered, and they count as refused.
    void this.#closed.then(() => {
      for (const answered of this.#waiting.values()) answered(false);
    });
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      const answered = answer.parse(JSON.parse(line));
      const { id } = answered;
      if (id === undefined) return;
      this.#waiting.get(id)?.(isDone(answered));
      this.#waiting.delete(id);
    });
  }

  async initialize(): Promise<void> {
    const clientInfo = { name: 'bench', version: '1.0.0' };
    const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
    if (!(await this.#request('initialize', params)))
      throw new Error('an MCP server did not start');
    this.#send({ method: 'notifications/initialized' });
  }

  /** Whether a tool was called, and answered without an error. */
  isDone(call: { name: string; arguments: object }): Promise<boolean> {
    return this.#request('tools/call', call);
  }

  close(): Promise<void> {
    this.#child.stdin.end();
    return this.#closed;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #request(method: string, params: object): Promise<boolean> {
    this.#calls += 1;
    const id = this.#calls;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#send({ id, method, params });
    });
  }

  #send(message: object): void {
    this.#child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }
}
