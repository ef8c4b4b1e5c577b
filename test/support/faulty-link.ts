import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** Where a link is cut: so many bytes behind the moment at which that was asked for. */
export interface Cut {
  /** `request`: before a byte of what the client sends; `answer`: of what it gets. */
  of: 'request' | 'answer';
  after: number;
  /** true: as a firewall or a crashed machine does it; false: as a server that ends. */
  resets?: boolean;
}

/** When a server goes away: behind so many statements; the last one is done, and `isAnswered` or not. */
export interface Gone {
  after: number;
  isAnswered: boolean;
}

/** What was carried since that was asked for, or since `mend`. */
interface Carried {
  request: number;
  answer: number;
  /** The bytes of answers before each piece in which they came. */
  pieces: number[];
  /** Statements that clients sent. */
  statements: number;
}

const nothing = (): Carried => ({ request: 0, answer: 0, pieces: [], statements: 0 });

/** A connection to the server, as both ends have it. */
interface Pair {
  client: net.Socket;
  server: net.Socket;
}

/** The byte with which a statement begins, and the numbers of bytes of what is in front of it. */
const QUERY = 0x51;
const TYPE = 1;
const LENGTH = 4;

/** A way to a PostgreSQL server over 127.0.0.1 that loses, delays and cuts what it carries. */
export class FaultyLink {
  readonly #socket: string;
  readonly #server: net.Server;
  readonly #pairs = new Set<Pair>();
  #port = 0;
  #cut: Cut | null = null;
  #gone: Gone | null = null;
  #hasGone = false;
  #delay = 0;
  #isSilent = false;
  #carried = nothing();

  private constructor(socket: string) {
    this.#socket = socket;
    this.#server = net.createServer({ allowHalfOpen: true }, (client) => this.#accept(client));
  }

  /** `folder`: of the server's socket. */
  static async to(folder: string): Promise<FaultyLink> {
    const link = new FaultyLink(`${folder}/.s.PGSQL.5432`);
    await link.#listen();
    return link;
  }

  /** The same database over this link; with a password, which nothing may show. */
  address(direct: string, password: string): string {
    const { username, pathname } = new URL(direct.replace('@/', '@localhost/'));
    return `postgres://${username}:${password}@127.0.0.1:${this.#port}${pathname}`;
  }

  get carried(): Readonly<Carried> {
    return this.#carried;
  }

  /** Cuts the link once; afterwards it carries everything again. */
  cut(cut: Cut): void {
    this.#carried = nothing();
    this.#cut = cut;
  }

  /** Whether anybody has noticed what `goAway` asked for. */
  get hasGone(): boolean {
    return this.#hasGone;
  }

  /** The server is gone from so many statements on, until `mend`. */
  goAway(gone: Gone): void {
    this.#hasGone = false;
    this.#carried = nothing();
    this.#gone = gone;
  }

  /** Everything arrives so many milliseconds late, in both directions. */
  delay(ms: number): void {
    this.#delay = ms;
  }

  /** Connections are taken, and nothing is carried. */
  keepSilent(): void {
    this.#isSilent = true;
  }

  /** Nobody listens any more. */
  async refuse(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const pair of this.#pairs) end(pair, true);
    await closed;
  }

  /** Carries everything as it comes, over the same address. */
  async mend(): Promise<void> {
    this.#cut = null;
    this.#gone = null;
    this.#delay = 0;
    this.#carried = nothing();
    if (this.#isSilent) for (const pair of this.#pairs) end(pair, true);
    this.#isSilent = false;
    if (!this.#server.listening) await this.#listen();
  }

  async close(): Promise<void> {
    if (this.#server.listening) await this.refuse();
    for (const pair of this.#pairs) end(pair, true);
  }

  async #listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, '127.0.0.1', resolve);
    });
    const address = this.#server.address();
    if (address !== null && typeof address === 'object') this.#port = address.port;
  }

  #accept(client: net.Socket): void {
    client.on('error', () => {});
    if (this.#gone !== null && this.#carried.statements >= this.#gone.after) {
      this.#hasGone = true;
      client.resetAndDestroy();
      return;
    }
    const pair = { client, server: net.connect({ path: this.#socket, allowHalfOpen: true }) };
    this.#pairs.add(pair);
    const statements = new Statements();
    this.#carry(pair, client, pair.server, 'request', (bytes) => {
      this.#carried.statements += statements.in(bytes);
      return this.#gone !== null && this.#carried.statements > this.#gone.after;
    });
    this.#carry(pair, pair.server, client, 'answer', () => {
      const gone = this.#gone;
      return gone?.isAnswered === false && this.#carried.statements >= gone.after;
    });
  }

  #carry(
    pair: Pair,
    from: net.Socket,
    to: net.Socket,
    of: Cut['of'],
    isGone: (bytes: Buffer) => boolean,
  ): void {
    let last = Promise.resolve();
    const inOrder = (work: () => void) => {
      const late = this.#delay;
      last = last.then(() => (late > 0 ? wait(late) : undefined)).then(work);
    };
    from.on('data', (bytes: Buffer) => {
      if (this.#isSilent) return;
      if (isGone(bytes)) {
        this.#hasGone = true;
        return end(pair, true);
      }
      inOrder(() => this.#pass(pair, to, of, bytes));
    });
    // What was on its way arrives, also when the one who sent it is gone.
    from.on('end', () => inOrder(() => to.end()));
    from.on('error', () => {});
    from.on('close', () => {
      this.#pairs.delete(pair);
      inOrder(() => to.destroy());
    });
  }

  #pass(pair: Pair, to: net.Socket, of: Cut['of'], bytes: Buffer): void {
    const cut = this.#cut;
    const left = cut?.of === of ? cut.after - this.#carried[of] : Number.POSITIVE_INFINITY;
    if (of === 'answer') this.#carried.pieces.push(this.#carried.answer);
    this.#carried[of] += bytes.length;
    if (to.destroyed) return;
    if (cut === null || left > bytes.length || (left === bytes.length && of === 'request')) {
      to.write(bytes);
      return;
    }
    this.#cut = null;
    if (left > 0) to.write(bytes.subarray(0, left), () => end(pair, cut.resets === true));
    else end(pair, cut.resets === true);
  }
}

/** Ends a connection on both sides; `resets`: the client loses what was still on its way as well. */
function end({ client, server }: Pair, resets: boolean): void {
  if (resets) client.resetAndDestroy();
  else client.destroy();
  server.destroy();
}

/** Counts the statements in what a client sends: its first message has no type in front. */
class Statements {
  #rest = Buffer.alloc(0);
  #isBegun = false;

  in(bytes: Buffer): number {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    let found = 0;
    for (;;) {
      const head = this.#isBegun ? TYPE : 0;
      if (this.#rest.length < head + LENGTH) return found;
      const length = head + this.#rest.readUInt32BE(head);
      if (this.#isBegun && this.#rest[0] === QUERY && this.#rest.length >= length) found += 1;
      if (this.#rest.length < length) return found;
      this.#rest = this.#rest.subarray(length);
      this.#isBegun = true;
    }
  }
}
