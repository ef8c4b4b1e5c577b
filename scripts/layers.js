import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'esbuild';

/**
 * Keeps each layer of a program in one piece. esbuild cuts what several entries share into a file
 * for every set of them, and a start waits for each file. Layers are loaded one after the other, so
 * what an earlier one holds is there for all later ones: every entry of a layer is made to import
 * the layer before, and then that is all one set.
 * @param {import('esbuild').BuildOptions} options of the build that the plugin is for
 * @param {string[]} layers their modules by path from the root, in the order in which they load;
 *   each but the first is loaded with `import()`
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
 * The layer that is loaded before an entry is, by the entry's path.
 * @param {import('esbuild').Metafile['inputs']} modules
 * @param {string[]} layers
 */
function basesOf(modules, layers) {
  const bases = new Map(layers.slice(1).map((layer, index) => [layer, layers[index] ?? layer]));
  const seen = new Set();
  for (const layer of layers) {
    const loaded = [layer];
    for (const path of loaded) {
      if (seen.has(path)) continue;
      seen.add(path);
      for (const { path: next, kind, external } of modules[path]?.imports ?? []) {
        if (external === true || layers.includes(next)) continue;
        if (kind === 'dynamic-import' && !bases.has(next) && !seen.has(next)) bases.set(next, layer);
        loaded.push(next);
      }
    }
  }
  return bases;
}
