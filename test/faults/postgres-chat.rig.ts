import { spawn } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { Database } from '../../src/store/postgres/database.ts';
import { migrate } from '../../src/store/postgres/migrate.ts';
import { filesBelow } from '../store/temporary.ts';
import { BIN, Machine } from '../support/bin.ts';
import { FaultyLink } from '../support/faulty-link.ts';
import { type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { added } from '../support/scripted-model.ts';
import { Pane } from '../support/tmux.ts';
import { describeWith } from './capabilities.ts';
import { record } from './figures.ts';
import { type Kept, keptOn } from './postgres-calls.ts';

const SECRET = 'hunter2-secret';

describeWith(['postgres'], 'memchat whose server goes away', () => {
  let server: PostgresServer;
  let url = '';
  let kept: Kept;
  let machine: Machine;
  beforeAll(async () => {
    server = await startPostgres();
    url = await server.database();
    kept = keptOn(new Database({ url }));
    await migrate(kept.database);
  });
  afterAll(async () => {
    await kept?.database.close();
    await server?.remove();
  });
  beforeEach(() => {
    machine = new Machine();
  });
  afterEach(() => machine[Symbol.dispose]());

  /** What is there of a user when all is caught up: what was said, and the facts with this word. */
  async function caughtUp(user: string, word: string) {
    const { exchanges } = await kept.transcript.read(user, null);
    const facts = (await kept.store.read(user))?.keyFacts ?? [];
    return {
      said: exchanges.map((exchange) => exchange.user).filter((text) => text.includes(word)).length,
      facts: facts.filter(({ text }) => text.includes(word)).length,
      waitingHere: filesBelow(machine.root).filter((file) => file.includes('/pending/')),
      waitingThere: await server.asSuperuser(url, 'SELECT turn_id FROM memchat.pending'),
    };
  }
  const ONCE = { said: 1, facts: 1, waitingHere: [], waitingThere: [] };
  const start = (user: string, text: string, at: string) =>
    machine.run(['-u', user, '--offline', '-p', text, '--store', at]);

  /** More than a turn asks of the server. */
  const MOST_STATEMENTS = 60;

  it('answers when it goes at any moment of a turn, and the next start catches up', async () => {
    const link = await FaultyLink.to(server.folder);
    const at = link.address(url, SECRET);
    const figures = { runs: 0, acknowledged: 0, lost: 0, twice: 0, 'refused to start': 0 };
    const wrong: unknown[] = [];
    let isWhole = false;
    for (let after = 0; !isWhole && after < MOST_STATEMENTS; after++) {
      const user = `user-${after}`;
      link.goAway({ after, isAnswered: after % 2 === 0 });
      const first = await start(user, 'I live in Lisbon.', at);
      isWhole = !link.hasGone;
      await link.mend();
      const second = await start(user, 'Hello.', at);
      const found = await caughtUp(user, 'Lisbon');
      figures.runs += 1;
      // Without a memory at the start there is no chat; then nothing was said.
      if (first.code === 69) {
        figures['refused to start'] += 1;
        if (!first.stderr.includes('does not answer')) wrong.push({ after, first });
        if (found.facts !== found.said || found.said > 1) wrong.push({ after, found });
      } else {
        figures.acknowledged += 1;
        figures.lost += found.facts === 0 || found.said === 0 ? 1 : 0;
        figures.twice += found.facts > 1 || found.said > 1 ? 1 : 0;
        if (first.code !== 0 || !first.stdout.includes('remember')) wrong.push({ after, first });
        expect({ after, first, second, found }).toEqual({ after, first, second, found: ONCE });
      }
      if (second.code !== 0) wrong.push({ after, second });
      const printed = [first, second].map(({ stdout, stderr }) => stdout + stderr).join('\n');
      if (printed.includes(SECRET)) wrong.push({ after, printed });
    }
    await link.close();
    record('a turn (-p) whose server goes away at each statement', figures);
    expect(wrong).toEqual([]);
    expect([figures.lost, figures.twice, isWhole]).toEqual([0, 0, true]);
    expect(figures.acknowledged).toBeGreaterThan(figures['refused to start']);
  });

  /** A model that learns where the user lives; `meanwhile` is done before each of its answers. */
  function modelThat(meanwhile: (isExtraction: boolean) => Promise<void>): Promise<MessagesApi> {
    const extraction = {
      reasoning: '',
      summary: null,
      name: null,
      facts: [added('Lives in Lisbon', 'I live in Lisbon')],
      preferences: [],
    };
    return startMessagesApi(async ({ body }) => {
      const isExtraction = body.output_config?.format !== undefined;
      await meanwhile(isExtraction);
      return { text: isExtraction ? JSON.stringify(extraction) : 'Noted.' };
    });
  }

  it.each([
    ['while the model answers', false],
    ['while the memory model answers', true],
  ])('prints the reply when it is killed %s, and catches up', async (name, duringExtraction) => {
    const user = duringExtraction ? 'extracting' : 'answering';
    let kills = 0;
    const api = await modelThat(async (isExtraction) => {
      if (isExtraction !== duringExtraction || kills > 0) return;
      kills += 1;
      await server.kill();
    });
    try {
      const env = { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'sk-test', MEMCHAT_STORE: url };
      const say = ['-u', user, '--json', '-p', 'I live in Lisbon.'];
      const { code, stdout, stderr } = await machine.run(say, { env });
      expect([kills, code]).toEqual([1, 0]);
      expect(JSON.parse(stdout)).toMatchObject({ reply: 'Noted.' });
      expect(stderr).toMatch(/does not answer|takes nothing/);
    } finally {
      await api.close();
      await server.start();
    }
    expect((await start(user, 'Hello.', url)).code).toBe(0);
    expect(await caughtUp(user, 'Lisbon')).toEqual(ONCE);
    record(`a turn (-p) whose server is killed ${name}`, {
      runs: 1,
      acknowledged: 1,
      lost: 0,
      twice: 0,
    });
  });

  it('loses no turn when memchat is killed as well, before the server is back', async () => {
    const api = await modelThat((isExtraction) =>
      isExtraction ? Promise.resolve() : server.kill(),
    );
    const env = machine.environment({
      ANTHROPIC_BASE_URL: api.url,
      ANTHROPIC_API_KEY: 'sk-test',
      MEMCHAT_STORE: url,
    });
    const say = [BIN, '-u', 'killed', '-p', 'I live in Lisbon.'];
    const child = spawn(process.execPath, say, { env, cwd: machine.cwd, timeout: 60_000 });
    let printed = '';
    child.stdout.on('data', (bytes: Buffer) => {
      printed += bytes;
      if (printed.includes('Noted.')) child.kill('SIGKILL');
    });
    const signal = await new Promise((resolve) => child.on('close', (_, by) => resolve(by)));
    await api.close();
    await server.start();
    expect(signal).toBe('SIGKILL');
    expect((await start('killed', 'Hello.', url)).code).toBe(0);
    expect(await caughtUp('killed', 'Lisbon')).toEqual(ONCE);
    record('memchat killed (SIGKILL) while its server is away', {
      runs: 1,
      acknowledged: 1,
      lost: 0,
      twice: 0,
    });
  });
});

describeWith(['postgres', 'tmux'], 'a conversation whose server is killed', () => {
  let server: PostgresServer;
  let machine: Machine;
  let pane: Pane | null = null;
  beforeEach(async () => {
    server = await startPostgres();
    machine = new Machine();
  });
  afterEach(async () => {
    await pane?.stop();
    machine?.[Symbol.dispose]();
    await server?.remove();
  });

  it('goes on, says so once, and remembers all of it when the server is back', async () => {
    const url = await server.database();
    const kept = keptOn(new Database({ url }));
    await migrate(kept.database);
    const command = [process.execPath, BIN, '-u', 'alice', '--offline', '--store', url];
    // Wide and high: nothing is broken across lines or scrolls away.
    pane = await Pane.start(command, { columns: 250, rows: 60, env: machine.environment() });
    await pane.waitFor('you>');
    const say = async (text: string, reply: string) => {
      await pane?.type(text);
      await pane?.keys('Enter');
      await pane?.waitFor(new RegExp(`${text.replaceAll('?', '\\?')}[^]*${reply}[^]*you>$`));
    };
    await say('My name is Alice.', 'Nice to meet you, Alice');
    await pane.waitFor(/remembered: .*Alice/);
    await server.kill();
    await say('I live in Lisbon.', "Got it, I'll remember that");
    await pane.waitFor('waits in the journal on this machine');
    await say('I have a dog called Rex.', "Got it, I'll remember that");
    await server.start();
    await say('I work as a nurse.', "Got it, I'll remember that");
    await pane.keys('C-d');
    const screen = await pane.waitFor('[exit 0]');
    expect(screen.match(/waits in the journal on this machine/g)).toHaveLength(1);
    const facts = (await kept.store.read('alice'))?.keyFacts ?? [];
    for (const word of ['Lisbon', 'Rex', 'nurse']) {
      expect(facts.filter(({ text }) => text.includes(word))).toHaveLength(1);
    }
    const { exchanges } = await kept.transcript.read('alice', null);
    expect(exchanges.map(({ user }) => user)).toEqual([
      'My name is Alice.',
      'I live in Lisbon.',
      'I have a dog called Rex.',
      'I work as a nurse.',
    ]);
    expect(filesBelow(machine.root).filter((file) => file.includes('/pending/'))).toEqual([]);
    expect(await server.asSuperuser(url, 'TABLE memchat.pending')).toEqual([]);
    await kept.database.close();
    record('a conversation whose server is killed between turns', {
      runs: 4,
      acknowledged: 4,
      lost: 0,
      twice: 0,
    });
  });
});
