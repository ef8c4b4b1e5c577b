/**
 * What packages bring and memchat never reaches, by the module that brings it, and what stands in
 * its place: a start would have to read it.
 * @type {[module: RegExp, contents: string][]}
 */
const LEFT_OUT = [
  // Messages in 50 languages, of which no code chooses one.
  [/[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/, "export { default as en } from './en.js';"],
  // Ajv, for answers to forms that a server shows: this one shows none.
  [
    /[\\/]@modelcontextprotocol[\\/]server[\\/]dist[\\/]shimsNode\.mjs$/,
    `import process from 'node:process';
    export { process };
    export class DefaultJsonSchemaValidator {
      getValidator() { throw new Error('There is no validator: no form is shown.'); }
    }`,
  ],
];

/** @type {import('esbuild').Plugin} */
export const leaveOut = {
  name: 'leave-out',
  setup({ onLoad, onResolve }) {
    for (const [filter, contents] of LEFT_OUT) onLoad({ filter }, () => ({ contents }));
    // For commands that are programs of their own; memchat has none.
    onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path, namespace: 'left-out' } : null,
    );
    onLoad({ filter: /./, namespace: 'left-out' }, () => ({ contents: '' }));
  },
};
