import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BIN, Machine } from '../support/bin.ts';
import { Host } from '../support/mcp-client.ts';

let machine: Machine;
let wires: Wire[];
beforeEach(() => {
  machine = new Machine();
  wires = [];
});
afterEach(async () => {
  for (const wire of wires) await wire.stop();
  machine[Symbol.dispose]();
});

/** The server as it is to a program without an SDK: lines in, lines out. */
class Wire {
  readonly child: ChildProcessWithoutNullStreams;
  readonly #end: Promise<unknown[]>;
  stdout = '';
  stderr = '';
  #id = 0;

  constructor(args: readonly string[]) {
    this.child = spawn(process.execPath, [BIN, 'mcp', '-u', 'alice', ...args], {
      cwd: machine.cwd,
      env: machine.environment(),
    });
    this.#end = once(this.child, 'close');
    this.child.stdout.setMaxListeners(0);
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.child.stdin.on('error', () => {});
    wires.push(this);
  }

  write(line: string): void {
    this.child.stdin.write(`${line}\n`);
  }

  /** Sends a request; resolves to the whole answer. */
  async ask(method: string, params: Record<string, unknown> = {}): Promise<unknown> {
    this.#id += 1;
    const id = this.#id;
    this.write(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    for (;;) {
      const answer = this.messages().find((message) => message.id === id);
      if (answer !== undefined) return answer;
      await Promise.race([once(this.child.stdout, 'data'), this.#end]);
      if (this.child.exitCode !== null) throw new Error(`it has ended: ${this.stderr}`);
    }
  }

  async open(): Promise<this> {
    await this.ask('initialize', {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'lines', version: '1' },
    });
    this.write(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }));
    return this;
  }

  /** All of standard output; fails for a line that is no message of the protocol. */
  messages(): { id?: number; method?: string }[] {
    const whole = this.stdout.slice(0, this.stdout.lastIndexOf('\n') + 1);
    return whole
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const message = JSON.parse(line);
        expect(message).toMatchObject({ jsonrpc: '2.0' });
        return message;
      });
  }

  /** How it ended: the exit code, or the signal. */
  async ended(): Promise<unknown> {
    const [code, signal] = await this.#end;
    return code ?? signal;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    await this.#end;
  }
}

const call = (name: string, args: Record<string, unknown>) => ({ name, arguments: args });

describe('the wire', () => {
  it('carries the protocol and nothing else, whatever is warned of meanwhile', async () => {
    await machine.run(['-u', 'alice', 'memory', 'add', 'Likes tea']);
    writeFileSync(join(machine.sessions, 'alice.json'), 'no memory');
    const wire = await new Wire(['--trust-host']).open();
    await wire.ask('tools/call', call('remember', { text: 'Has a dog' }));
    await wire.ask('tools/call', call('recall', { query: 'dog' }));
    await wire.ask('resources/read', { uri: 'memchat://memory' });
    await wire.ask('no/such/method');
    wire.child.stdin.end();
    expect(await wire.ended()).toBe(0);
    expect(wire.messages()).toHaveLength(5);
    expect(wire.stdout.endsWith('\n')).toBe(true);
    expect(wire.stderr).toMatch(/^memchat: .*alice\.json/);
  });

  it('ends with 0 when the input ends or a signal asks for it, before and after the first word', async () => {
    for (const end of [
      (wire: Wire) => wire.child.stdin.end(),
      (wire: Wire) => wire.child.kill('SIGTERM'),
      (wire: Wire) => wire.child.kill('SIGINT'),
    ]) {
      const opened = await new Wire([]).open();
      end(opened);
      expect(await opened.ended()).toBe(0);
      expect(opened.stderr).toBe('');
    }
    const silent = new Wire([]);
    silent.child.stdin.end();
    expect(await silent.ended()).toBe(0);
    expect(silent.stdout).toBe('');
  });

  it('passes over lines that are no messages, and answers the next', async () => {
    const wire = await new Wire([]).open();
    for (const line of [
      'garbage',
      '',
      '{',
      '[]',
      'null',
      '{"jsonrpc":"1.0"}',
      '\u0000\u001b[31m',
    ]) {
      wire.write(line);
    }
    wire.child.stdin.write(Buffer.from([0xff, 0xfe, 0x0a]));
    wire.write(JSON.stringify({ jsonrpc: '2.0', id: 'x', method: 'tools/call', params: 7 }));
    expect(await wire.ask('tools/list')).toMatchObject({ result: { tools: expect.any(Array) } });
    expect(wire.stderr).not.toContain('\u001b');
    expect(wire.stderr).not.toMatch(/\bat .*\.js:\d/);
  });

  it('ends without a crash when nobody reads its output any more', async () => {
    const wire = await new Wire(['--trust-host']).open();
    wire.child.stdout.destroy();
    for (const text of ['Has a dog', 'Likes tea']) {
      const params = call('remember', { text });
      wire.write(JSON.stringify({ jsonrpc: '2.0', id: text, method: 'tools/call', params }));
    }
    expect(await wire.ended()).toBe(0);
    expect(wire.stderr).not.toMatch(/\bat .*\.js:\d/);
  });

  it('finishes what is being written when the input ends in the middle of it', async () => {
    const wire = await new Wire(['--trust-host']).open();
    const params = call('remember', { text: 'Has a dog' });
    wire.write(JSON.stringify({ jsonrpc: '2.0', id: 9, method: 'tools/call', params }));
    wire.child.stdin.end();
    expect(await wire.ended()).toBe(0);
    const { stdout } = await machine.run(['-u', 'alice', 'memory', 'list', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ facts: [{ text: 'Has a dog' }] });
  });

  it('takes calls at the same time, and loses none of them', async () => {
    const wire = await new Wire(['--trust-host']).open();
    const animals = ['dog', 'cat', 'horse', 'goat', 'parrot', 'tortoise', 'hamster', 'donkey'];
    const answers = await Promise.all(
      animals.flatMap((animal) => [
        wire.ask('tools/call', call('remember', { text: `Has a ${animal}` })),
        wire.ask('tools/call', call('recall', { query: animal })),
        wire.ask('tools/call', call('forget', { what: animal })),
      ]),
    );
    for (const answer of answers) expect(answer).not.toHaveProperty('error');
    const { stdout } = await machine.run(['-u', 'alice', 'memory', 'list', '--json']);
    const { facts } = JSON.parse(stdout);
    expect(facts).toHaveLength(animals.length);
  });
});

describe('a client that follows along', () => {
  it('is told that a resource it follows has changed, by whomever', async () => {
    const host = await Host.start(machine, ['-u', 'alice', '--trust-host']);
    try {
      const told = (uri: string) =>
        new Promise<void>((resolve) => {
          host.client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
            if (params.uri === uri) resolve();
          });
        });
      await host.client.subscribeResource({ uri: 'memchat://memory' });
      const byItself = told('memchat://memory');
      await host.call('remember', { text: 'Has a dog' });
      await byItself;
      const byAnother = told('memchat://memory');
      await machine.run(['-u', 'alice', 'memory', 'add', 'Likes tea']);
      await byAnother;
      expect(await host.read('memchat://memory')).toContain('Likes tea');
    } finally {
      await host.close();
    }
  });

  it('is told of progress by a recall that it asked to be told of', async () => {
    const folder = join(machine.sessions, '.alice');
    await machine.run(['-u', 'alice', '--offline', '-q', '-p', 'I like tea.']);
    const [line = ''] = readFileSync(join(folder, 'transcript.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .slice(-1);
    const many = Array.from({ length: 5_000 }, (_, at) =>
      line.replace(/"turn":"[^"]+"/, `"turn":"t-many-${at}"`),
    );
    appendFileSync(join(folder, 'transcript.jsonl'), `${many.join('\n')}\n`);
    const host = await Host.start(machine);
    try {
      const progress: number[] = [];
      await host.client.callTool(
        { name: 'recall', arguments: { query: 'tea' } },
        { onprogress: (told) => progress.push(told.progress) },
      );
      expect(progress.length).toBeGreaterThan(0);
      expect(progress).toEqual([...progress].sort((a, b) => a - b));
    } finally {
      await host.close();
    }
  });

  it('may speak the newer protocol as well', async () => {
    const host = await Host.start(machine, ['-u', 'alice'], {
      versionNegotiation: { mode: 'auto' },
    });
    try {
      expect(await host.call('remember', { text: 'Has a dog' })).toMatchObject({ isError: false });
      expect(await host.call('remember', { text: '' })).toMatchObject({ isError: true });
      expect(await host.read('memchat://memory.json')).toContain('"waiting": 1');
    } finally {
      await host.close();
    }
  });
});
