/** The rooms from the ground up: each may import those above it in this list, never those below. */
const ROOMS = [
  ['ground', '^src/(errors|finding|version)\\.ts$'],
  ['memory', '^src/memory/'],
  ['recall', '^src/recall/'],
  ['prompt', '^src/prompt/'],
  ['store', '^src/store/'],
  ['model', '^src/model/'],
  ['chat', '^src/chat/'],
  ['config', '^src/config(\\.ts$|/)'],
  ['compose', '^src/compose(\\.ts$|/)'],
  ['door', '^src/(cli|mcp|agent-sdk|library)/'],
];

const DOORS = ['cli', 'mcp', 'agent-sdk', 'library'];

/** What may be known of the stores and models by those that are not handed one by compose. */
const PORTS =
  '^src/(store/(port|update|location|paths|ledger|postgres/address)|model/(port|embedder|prices|output-error|recording|recording-file))\\.ts$';

const layers = ROOMS.slice(0, -1).map(([name, path], index) => ({
  name: `${name}-imports-only-rooms-above`,
  severity: 'error',
  from: { path },
  to: { path: ROOMS.slice(index + 1).map(([, below]) => below) },
}));

const doors = DOORS.map((door) => ({
  name: `${door}-imports-no-other-door`,
  severity: 'error',
  // `memchat mcp` hands over to the other door: this one file is the threshold.
  from: { path: `^src/${door}/`, pathNot: '^src/cli/commands/mcp\\.ts$' },
  to: { path: DOORS.filter((other) => other !== door).map((other) => `^src/${other}/`) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...layers,
    ...doors,
    {
      name: 'only-compose-knows-the-adapters',
      severity: 'error',
      from: { path: '^src/(chat/|config(\\.ts$|/)|cli/|mcp/|agent-sdk/)' },
      to: { path: '^src/(store|model)/', pathNot: PORTS },
    },
    {
      name: 'library-has-no-doors',
      comment: 'It takes its settings as arguments.',
      severity: 'error',
      from: { path: '^src/(index\\.ts$|library/)' },
      to: { path: '^src/(config(\\.ts$|/)|compose\\.ts$|cli/|mcp/|agent-sdk/)' },
    },
    {
      name: 'nothing-imports-the-library',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/index\\.ts$' },
    },
    {
      name: 'pure-rooms-touch-nothing-outside',
      comment: 'No files, no clock, no network: what they need is an argument.',
      severity: 'error',
      from: { path: '^src/(memory|recall|prompt)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'sources-stand-alone',
      comment: 'The product does not reach into tests, benches or build scripts.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|scripts|examples)/' },
    },
    {
      name: 'no-tools-in-the-product',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        path: 'node_modules/(@biomejs|@types|dependency-cruiser|dts-bundle-generator|esbuild|fast-check|knip|publint|typescript|vitest)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'declared-packages-only',
      severity: 'error',
      from: { path: '^src/' },
      // A peer is found declared and, because nothing installs it, without a package as well.
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
    },
    {
      name: 'resolvable-imports-only',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
