import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'esbuild';

/**
 * Keeps each layer of a program in one piece. esbuild cuts what several entries share into a file
 * for every set of them, and a start waits for each file. Layers are loaded one behind the other, so
 * what an earlier one holds is there for all later ones: every entry is made to import the layer
 * before it, and then that is all one set.
 * @param {import('esbuild').BuildOptions} options of the build that the plugin is for
 * @param {Record<string, string>} layers the layer before it, by each layer that `import()` loads;
 *   both are paths of modules from the root, and no layer stands above the one before it
 * @returns {Promise<import('esbuild').Plugin>}
 */
export async function layered(options, layers) {
  const root = options.absWorkingDir ?? '.';
  const bases = basesOf(await modulesOf(options), layers);
  return {
    name: 'layers',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const base = bases.get(relative(root, path).replaceAll('\\', '/'));
        if (base === undefined) return null;
        const source = readFileSync(path, 'utf8');
        return { contents: `import ${JSON.stringify(join(root, base))};${source}`, loader: 'ts' };
      });
    },
  };
}

/** @param {import('esbuild').BuildOptions} options */
async function modulesOf(options) {
  const { metafile } = await build({ ...options, metafile: true, write: false });
  return metafile.inputs;
}

/**
 * The layer that is there when an entry is loaded, by the entry: the first that leads to it.
 * @param {import('esbuild').Metafile['inputs']} modules
 * @param {Record<string, string>} layers
 */
function basesOf(modules, layers) {
  const bases = new Map(Object.entries(layers));
  const seen = new Set();
  for (const layer of new Set(Object.entries(layers).flatMap(([each, before]) => [before, each]))) {
    const loaded = [layer];
    for (const path of loaded) {
      if (seen.has(path)) continue;
      seen.add(path);
      for (const { path: next, kind, external } of modules[path]?.imports ?? []) {
        if (external === true || next in layers) continue;
        if (kind === 'dynamic-import' && !seen.has(next) && !bases.has(next))
          bases.set(next, layer);
        loaded.push(next);
      }
    }
  }
  return bases;
}
