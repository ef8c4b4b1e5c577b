/** commander needs it for commands that are programs of their own; memchat has none, and it takes 2 ms. */
/** @type {import('esbuild').Plugin} */
export const noChildProcess = {
  name: 'commander-without-child-process',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path, namespace: 'absent' } : null,
    );
    onLoad({ filter: /./, namespace: 'absent' }, () => ({ contents: '' }));
  },
};
