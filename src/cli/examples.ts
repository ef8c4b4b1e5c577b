type Example = readonly [typed: string, what: string];

/**
 * What each command is called like, by its path behind `memchat`: help, the manual and the docs begin
 * with them. Every command has some.
 */
const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  '': [
    ['memchat', 'chat as yourself'],
    ['memchat --user alice --offline', 'chat as alice, without any API'],
    ['memchat -p "what do you know about me?"', 'one question, one answer'],
    ['git diff | memchat -p "review this"', 'with a file beside the question'],
    ['memchat -p --json < message.txt', 'one JSON object for scripts'],
    ['memchat memory list', 'what is remembered of you'],
    ['memchat memory undo', 'take the last change back'],
    ['memchat doctor', 'check that everything is in order'],
    ['memchat users list', 'whose memories are kept'],
    ['memchat replay conversation.jsonl', 'run a scripted conversation'],
  ],
  memory: [
    ['memchat memory list', 'what is remembered, with ids'],
    ['memchat memory search bees', 'find it, by words and time'],
    ['memchat memory add "Allergic to nuts" --pin', 'remember it, in every prompt'],
    ['memchat memory review', 'say yes or no to what waits'],
    ['memchat memory forget f-3kd8cz0qm2xa', 'one fact; or all with some words'],
    ['memchat memory prefer tone --drop', 'it is not inferred again'],
    ['memchat memory undo', 'take the last change back'],
    ['memchat memory export memory.json', 'to move it to another machine'],
    ['memchat memory export --format html me.html', 'a page to look at it'],
    ['memchat memory stats', 'how much there is, and its cost'],
  ],
  'memory list': [
    ['memchat memory list', 'what is remembered of you, by topic'],
    ['memchat memory list --all -u alice', 'of alice, with what no longer holds'],
  ],
  'memory show': [['memchat memory show f-3kd8cz0qm2xa', 'the words it comes from, its dates']],
  'memory search': [
    ['memchat memory search "who keeps bees"', 'the ten best'],
    ['memchat memory search "the trip last March" -n 3', 'of that month'],
  ],
  'memory stats': [['memchat memory stats', 'how much there is, and what it cost']],
  'memory add': [
    ['memchat memory add Is allergic to nuts --pin', 'in every prompt'],
    ['memchat memory add - --tag work < note.txt', 'from a file'],
  ],
  'memory edit': [
    ['memchat memory edit f-3kd8cz0qm2xa Works at Acme', 'in other words'],
    ['memchat memory edit f-3kd8cz0qm2xa --unpin', 'not in every prompt any more'],
  ],
  'memory prefer': [
    ['memchat memory prefer "answer length" short', 'how you want your answers'],
    ['memchat memory prefer tone --drop', 'it is not inferred again'],
  ],
  'memory forget': [
    ['memchat memory forget f-3kd8cz0qm2xa', 'one fact; asks first'],
    ['memchat memory forget Berlin', 'all that holds the word'],
    ['memchat memory forget --all -y', 'everything, without a question'],
  ],
  'memory review': [
    ['memchat memory review', 'one by one'],
    ['memchat memory review approve 1 2', 'by place in the list'],
    ['memchat memory review decline --all', 'all that waits'],
  ],
  'memory history': [['memchat memory history -n 100', 'the last 100 changes']],
  'memory undo': [
    ['memchat memory undo', 'take the newest change back'],
    ['memchat memory undo 12', 'only what revision 12 changed'],
  ],
  'memory restore': [['memchat memory restore 7', 'the whole memory as it was then']],
  'memory tidy': [
    ['memchat memory tidy', 'merge what says the same'],
    ['memchat memory tidy --retain-days 365', 'retire what is untouched for a year'],
  ],
  'memory verify': [['memchat memory verify', 'then: memchat memory review']],
  'memory export': [
    ['memchat memory export memory.json', 'to move it to another machine'],
    ['memchat memory export --format markdown', 'to read, on the terminal'],
    ['memchat memory export --format html me.html', 'a page to look at it'],
  ],
  'memory import': [
    ['memchat memory import memory.json', 'each part waits for your yes'],
    ['memchat memory import mem0.json -y', 'at once'],
    ['memchat memory import --transcript c.jsonl', 'past talks, for recall'],
  ],
  users: [
    ['memchat users list', 'whose memories are kept, and where'],
    ['memchat users list --json', 'the same for a program'],
    ['memchat users delete bob', 'delete all that is kept of bob; asks first'],
  ],
  'users list': [
    ['memchat users list', 'whose memories are kept, and where'],
    ['memchat users list --ids', 'an id on each line'],
    ['memchat users list --where Kubernetes', 'who is known by it (PostgreSQL)'],
    ['memchat users list --where tea --in both', 'also who has said it'],
  ],
  'users delete': [
    ['memchat users delete bob', 'asks first'],
    ['memchat users delete bob -y', 'does not'],
  ],
  store: [
    ['export MEMCHAT_STORE=postgres://memchat@db.internal/memchat', 'for all commands'],
    ['memchat store migrate', 'make the tables, or bring them up to date'],
    ['memchat store copy', 'what is in files, to the server'],
    ['memchat doctor', 'check that everything is in order'],
  ],
  'store migrate': [
    ['memchat store migrate', 'as the owner of the tables'],
    ['memchat store migrate --grant memchat', 'then memchat may be another role'],
  ],
  'store copy': [
    ['memchat store copy', 'from the sessions folder to MEMCHAT_STORE'],
    ['memchat store copy --to postgres://db.internal/memchat', 'to that server'],
    ['memchat store copy --from postgres://db.internal/m --to ./backup', 'and back'],
    ['memchat store copy -u alice', 'of alice only'],
  ],
  replay: [
    ['memchat replay talk.jsonl', 'with the offline model'],
    ['memchat replay talk.jsonl --record api.json', 'with the API, kept in a file'],
    ['memchat replay talk.jsonl --recorded api.json', 'from that file'],
  ],
  mcp: [
    ['claude mcp add memchat -- npx -y memchat mcp -u alice', 'for Claude Code'],
    ['memchat mcp -u alice --memory read-only', 'the host may only look'],
    ['memchat mcp -u alice --trust-host', 'what it notes is written at once'],
    ['memchat memory review', 'say yes or no to what it notes'],
  ],
  doctor: [
    ['memchat doctor', 'look at everything, change nothing'],
    ['memchat doctor -u alice --json', 'all about alice, for a program'],
  ],
  setup: [
    ['memchat setup', 'choose anew: a key, a local server, or offline'],
    ['memchat setup --json', 'what is chosen now; never the key'],
  ],
  init: [
    ['memchat init', "keep the memories of this folder's work in ./sessions"],
    ['memchat init -y', 'and keep them out of git without a question'],
  ],
  completion: [
    ['source <(memchat completion bash)', 'in ~/.bashrc'],
    ['source <(memchat completion zsh)', 'in ~/.zshrc, behind compinit'],
    ['memchat completion fish > ~/.config/fish/completions/memchat.fish', 'once'],
  ],
};

/** What is to be known beside them. */
const NOTES: Readonly<Record<string, string>> = {
  store: `
A password does not belong on the command line, where others see it: put it into
~/.pgpass, PGPASSWORD, or the address of MEMCHAT_STORE. The package pg is needed
beside memchat: npm install -g memchat pg
`,
  setup: `
A key need not be saved. In the settings file, which memchat doctor names,
  "apiKeyCommand": ["pass", "show", "anthropic"]
runs a password manager when the key is needed.
`,
};

/** What is typed longer than this does not push what it does of the others away. */
const WIDEST = 45;

/** The begin of a command's help. `path`: `memory list`; empty for the program. */
export function examplesOf(path: string): string {
  const examples = EXAMPLES[path] ?? [];
  if (examples.length === 0) return '';
  const widths = examples.map(([typed]) => typed.length).filter((length) => length <= WIDEST);
  const width = Math.max(...widths, 0);
  const lines = examples.map(([typed, what]) => `  ${typed.padEnd(width)}   ${what}\n`);
  return `Examples:\n${lines.join('')}${NOTES[path] ?? ''}`;
}
