import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Ports } from '../../src/chat/ports.ts';
import { openSession, type Session } from '../../src/chat/session.ts';
import { FallbackJournal } from '../../src/store/fallback-journal.ts';
import { FileJournal } from '../../src/store/file-journal.ts';
import { currentOwner, type Owner } from '../../src/store/owner.ts';
import { PostgresJournal } from '../../src/store/postgres/postgres-journal.ts';
import { PostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { PostgresTranscript } from '../../src/store/postgres/postgres-transcript.ts';
import { postgresWorld } from '../store/postgres/world.ts';
import { clock, filesBelow, temporaryFolders } from '../store/temporary.ts';
import { ChatWorld, say } from '../support/chat-world.ts';
import { NO_POSTGRES } from '../support/postgres.ts';

const folder = temporaryFolders();
const onNotice = () => {};
/** Of each process but the last: gone when the next one starts. */
const GONE: Owner = { ...currentOwner(), pid: 2 ** 22 + 1 };

describe.skipIf(NO_POSTGRES !== null)(
  'a chat over a server that is killed and started again',
  () => {
    const server = postgresWorld();

    function process(world: ChatWorld, directory: string, owner: Owner): Promise<Session> {
      const database = server.open({ connectWithin: 2000 });
      const ports: Ports = {
        ...world,
        store: new PostgresStore({ database, clock, onNotice }),
        transcript: new PostgresTranscript({ database, appends: true }),
        journal: new FallbackJournal({
          remote: new PostgresJournal({ database, owner, clock, onNotice }),
          local: new FileJournal({ directory, owner, clock, onNotice }),
          onNotice,
        }),
      };
      return openSession(ports, { user: 'alice', models: { chat: 'c', memory: 'm' } });
    }

    const cut = () =>
      server
        .server()
        .asSuperuser(
          server.url(),
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'memchat'`,
        );

    it('loses no turn and applies none twice', { timeout: 120_000 }, async () => {
      const world = new ChatWorld();
      world.model.reply = async function* () {
        for (const piece of ['All ', 'right.']) {
          await wait(3);
          yield piece;
        }
      };
      const directory = folder();
      await server.empty();
      const said: string[] = [];
      for (let round = 0; round < 9; round += 1) {
        const session = await process(world, directory, GONE);
        for (let n = 0; n < 3; n += 1) {
          const text = `I like number ${round}-${n}.`;
          said.push(text);
          const saying = say(session, text);
          if (n === 1) {
            await wait(round * 4);
            await (round % 3 === 0 ? cut() : server.server().kill());
          }
          expect(await saying).toMatchObject({ status: 'answered', problem: null });
          if (n === 2 && round % 3 !== 0) await server.server().start();
        }
        // Some end at once, with what they have left.
        await session.settle(round % 2 === 0 ? 5000 : 0);
      }
      const last = await process(world, directory, currentOwner());
      expect(await last.settle(20_000)).toBe('nothing');
      const { exchanges } = await new PostgresTranscript({
        database: server.open(),
        appends: true,
      }).read('alice', null);
      expect(exchanges.map(({ user }) => user).sort()).toEqual(said.sort());
      expect(exchanges.filter(({ reply }) => reply !== 'All right.')).toEqual([]);
      const applied = (await last.memory()).appliedTurns;
      expect(new Set(applied).size).toBe(applied.length);
      expect([...applied].sort()).toEqual(exchanges.map(({ turn }) => turn).sort());
      expect(filesBelow(directory)).toEqual([]);
      expect(await server.server().asSuperuser(server.url(), 'TABLE memchat.pending')).toEqual([]);
    });
  },
);
