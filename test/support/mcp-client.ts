import { Client, type ClientOptions } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { BIN, type Machine } from './bin.ts';

/** A tool's answer, as far as the tests look at it. */
export interface ToolAnswer {
  /** The content of all text blocks. */
  text: string;
  structured: unknown;
  isError: boolean;
}

/** The official client, connected to the real program as a host would start it. */
export class Host {
  readonly client: Client;
  readonly #transport: StdioClientTransport;
  #stderr = '';

  private constructor(machine: Machine, args: readonly string[], options: ClientOptions) {
    this.client = new Client({ name: 'a-host', version: '1.0.0' }, options);
    this.#transport = new StdioClientTransport({
      command: process.execPath,
      args: [BIN, 'mcp', ...args],
      env: machine.environment(),
      cwd: machine.cwd,
      stderr: 'pipe',
    });
    this.#transport.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr += chunk.toString('utf8');
    });
  }

  static async start(
    machine: Machine,
    args: readonly string[] = ['-u', 'alice'],
    options: ClientOptions = {},
  ): Promise<Host> {
    const host = new Host(machine, args, options);
    await host.client.connect(host.#transport);
    return host;
  }

  /** What the server has written to standard error. */
  get stderr(): string {
    return this.#stderr;
  }

  async call(name: string, args: Record<string, unknown> = {}): Promise<ToolAnswer> {
    const { content, structuredContent, isError } = await this.client.callTool({
      name,
      arguments: args,
    });
    const text = content.map((block) => (block.type === 'text' ? block.text : '')).join('\n');
    return { text, structured: structuredContent, isError: isError === true };
  }

  /** The text of a resource. */
  async read(uri: string): Promise<string> {
    const { contents } = await this.client.readResource({ uri });
    return contents.map((content) => ('text' in content ? content.text : '')).join('\n');
  }

  close(): Promise<void> {
    return this.client.close();
  }
}
