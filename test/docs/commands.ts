import { type Block, blocksOf, pages } from './markdown.ts';

/** A command of a page, as it is typed. */
export interface Typed {
  page: string;
  line: number;
  command: string;
}

/** The commands of a block of shell lines, without the comments behind them. */
export function commandsIn({ page, line, text }: Block): Typed[] {
  return text.split('\n').flatMap((written, index) => {
    const command = written.replace(/(^|\s)#\s.*$/, '').trim();
    return command === '' ? [] : [{ page, line: line + index, command }];
  });
}

/** The commands of all `sh` blocks. */
export function allCommands(): Typed[] {
  return pages().flatMap((page) =>
    blocksOf(page)
      .filter(({ language }) => language === 'sh')
      .flatMap(commandsIn),
  );
}

const CHECKS = 'runs the checks and tests, this one among them';
const MEASURES = 'takes minutes: it measures, breaks or mutates';

/** Commands that no test runs, and why. That an npm script exists is tested all the same. */
export const NOT_RUN: Readonly<Record<string, string>> = {
  'npm install': 'fetches the packages of the build; CI does it first',
  'npm link': "changes the machine's global packages",
  'export ANTHROPIC_API_KEY=sk-ant-…': 'needs a key; the tests set one of their own',
  'claude mcp add memchat -- npx -y memchat mcp --user alice': 'needs Claude Code',
  'claude mcp add memchat -- npx -y memchat mcp -u alice': 'needs Claude Code',
  'npm ci': 'fetches the packages of the build; CI does it first',
  'npm run check': CHECKS,
  'npm test': CHECKS,
  'npm run test:program': CHECKS,
  'npm run test:doors': 'fetches programs of others',
  'npm run fix': 'changes the sources',
  'npm run docs': 'changes the sources; tests say when its pages are stale',
  'npm run check:attw': 'fetches its tool',
  'npm run screenshot': 'changes the sources',
  'npm run bench': MEASURES,
  'npm run bench:store': MEASURES,
  'npm run soak': MEASURES,
  'npm run test:coverage': MEASURES,
  'npm run check:duplicates': 'fetches its tool',
  'npm run test:faults': MEASURES,
  'npm run test:mutation': MEASURES,
  'npm run test:mutation -- --mutate src/store/merge.ts': MEASURES,
  'npm run test:mutation -- --force': MEASURES,
  'npm run test:mutation -- memory': MEASURES,
  'npm run test:mutation -- memory --sample': MEASURES,
  'npm run test:mutation -- chat --sample': MEASURES,
  'npm run test:mutation -- postgres --sample': MEASURES,
  'npm run bench:recall': MEASURES,
  'npm run bench:redaction': MEASURES,
};

/** Whether a command is for a server: `server-commands.test.ts` starts one and runs it. */
export function isForServer(command: string): boolean {
  return /postgres:|^memchat store |--where |^create(?:user|db) |MEMCHAT_STORE/.test(command);
}

/** What is answered to commands that ask: what is waited for on the screen, and what is typed then. */
export const ANSWERS: Readonly<
  Record<string, readonly (readonly [shown: string, typed: string])[]>
> = {
  memchat: [['you>', '/quit']],
  'memchat --user alice --offline': [['you>', '/quit']],
  'npx memchat --user alice --offline': [['you>', '/quit']],
  'memchat --base-url http://localhost:11434 --model llama3.2': [['you>', '/quit']],
  'memchat setup': [['Your choice (1, 2, 3 or 4):', '3']],
  'memchat memory review': [
    ['1/2', 'y'],
    ['2/2', 'n'],
  ],
  'memchat memory forget f-3kd8cz0qm2xa': [['Forget it? (y/N)', 'y']],
  'memchat memory forget Berlin': [['Forget it? (y/N)', 'y']],
  'memchat memory forget Ada --user alice': [['Forget it? (y/N)', 'y']],
  'memchat memory forget --all': [['Forget it? (y/N)', 'y']],
  'memchat users delete bob': [['Delete it? (y/N)', 'y']],
};

/** Commands that another shell than bash understands. */
export const SHELLS: Readonly<Record<string, string>> = {
  'source <(memchat completion zsh)': 'zsh',
};
