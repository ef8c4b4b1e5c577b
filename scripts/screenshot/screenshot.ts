import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { browse } from '../../test/support/chromium.ts';
import { startMessagesApi } from '../../test/support/messages-api.ts';
import { Pane } from '../../test/support/tmux.ts';
import { alice, answer, BAKERY, DINNER, LISBON, SHIFT } from './session.ts';
import { svgOf } from './svg.ts';

// npm run screenshot: a session of the real program, with a scripted API on this machine, as
// docs/session.svg and docs/session.png. Needs tmux and chromium.

const COLUMNS = 92;
const ROWS = 56;
const BIN = resolve('bin/memchat.js');

const home = mkdtempSync(join(tmpdir(), 'memchat-screenshot-'));
const sessions = join(home, 'sessions');
const api = await startMessagesApi(answer);
const env = {
  HOME: home,
  PATH: process.env.PATH ?? '',
  TERM: 'xterm-256color',
  TZ: 'UTC',
  ANTHROPIC_BASE_URL: api.url,
  ANTHROPIC_API_KEY: 'sk-not-a-key',
};
let pane: Pane | null = null;
try {
  mkdirSync(sessions, { mode: 0o700 });
  writeFileSync(join(sessions, 'alice.json'), alice(Date.now()), { mode: 0o600 });
  const past = join(home, 'past.jsonl');
  writeFileSync(past, LISBON);
  const args = ['-u', 'alice', '--sessions', sessions];
  execFileSync(process.execPath, [BIN, ...args, 'memory', 'import', '--transcript', past], { env });
  pane = await Pane.start([process.execPath, BIN, ...args], { columns: COLUMNS, rows: ROWS, env });
  await pane.waitFor('/help');
  await say(pane, SHIFT);
  await pane.waitFor('/undo');
  await say(pane, DINNER);
  await pane.waitFor('Dinner, Alice!');
  await pane.waitFor(/you>$/);
  await say(pane, '/why f-3hd9p5t6vb2n');
  await pane.waitFor(/source[\s\S]*you>$/);
  await say(pane, BAKERY);
  await pane.waitFor('recalling');
  const screen = settled(await pane.colours());
  const { svg, width, height } = svgOf(screen, {
    columns: COLUMNS,
    title: 'A session of memchat in a terminal',
  });
  const file = resolve('docs/session.svg');
  writeFileSync(file, svg);
  await browse(
    file,
    home,
    `--screenshot=${resolve('docs/session.png')}`,
    `--window-size=${width},${height}`,
    '--hide-scrollbars',
    '--force-device-scale-factor=1.5',
    '--default-background-color=00000000',
  );
} finally {
  await pane?.stop();
  await api.close();
  rmSync(home, { recursive: true, force: true });
}

async function say(pane: Pane, text: string): Promise<void> {
  await pane.type(text);
  await pane.keys('Enter');
}

/** The same picture at each run: no day, no id and no wait of this one. */
function settled(screen: string): string {
  return screen
    .replace(/\b2\d{3}-\d\d-\d\d\b/g, '2026-03-14')
    .replace(/recalling \d+ s/, 'recalling')
    .trimEnd();
}
