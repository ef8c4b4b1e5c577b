// What is left to do on the files that esbuild writes, so that a start loads fewer of them.

const REQUIRE =
  "import{createRequire}from'node:module';const require=createRequire(import.meta.url);\n";

/** Modules of Node.js that every program has loaded by the time it runs. */
const LOADED_ALREADY = /__require\("node:(events|fs|path)"\)/g;

/**
 * An entry that others share is written as a chunk and a file that only passes its exports on. The
 * chunk takes the place of that file.
 * @param {Map<string, string>} files
 */
export function joinFacades(files) {
  for (const [path, text] of files) {
    const facade = /^import\{([^}]*)\}from"\.\/([^"/]+)";(?:import"[^"]*";)*export\{([^}]*)\};\s*$/;
    const [, imported, chunk = '', exported] = facade.exec(text) ?? [];
    const chunkPath = path.replace(/[^/]+$/, chunk);
    const whole = files.get(chunkPath);
    if (imported === undefined || imported !== exported || whole === undefined) continue;
    const name = path.replace(/.*\//, '');
    files.delete(chunkPath);
    files.set(path, whole);
    for (const [each, code] of files) files.set(each, code.replaceAll(`/${chunk}"`, `/${name}"`));
  }
}

/**
 * esbuild keeps `require('fs')` of CommonJS packages as a call to a `require` that ESM lacks, in a
 * chunk with its own helpers. Making one takes 1.5 ms of each start, and that chunk is a file more:
 * who calls it only for what is loaded anyway is given imports, and a copy of the helpers.
 * @param {Map<string, string>} files
 */
export function giveRequire(files) {
  const helpers = [...files].find(([, text]) => /typeof require\b/.test(text));
  if (helpers === undefined) return;
  const [path, text] = helpers;
  const name = path.replace(/.*\//, '');
  const naming = new RegExp(
    `import(?:\\{[^}]*\\}from)?"\\./(?:[a-z]+/)?${name.replace('.', '\\.')}";`,
  );
  const copy = text
    .replace(/var __require=.*?\);(?=var )/s, '')
    .replace(/export\{[^}]*\};\s*$/, '');
  for (const [each, code] of files) {
    const [statement] = naming.exec(code) ?? [];
    if (statement === undefined) continue;
    const own = withImports(code.replace(statement, ''));
    if (own.includes('__require(')) files.set(each, code);
    else files.set(each, statement.includes('{') ? `${copy}${own}` : own);
  }
  files.set(path, `${REQUIRE}${text}`);
}

/** @param {string} code */
function withImports(code) {
  /** @type {Set<string>} */
  const names = new Set();
  const without = code
    .replaceAll('__require("node:process")', 'process')
    .replace(LOADED_ALREADY, (_, name) => {
      names.add(name);
      return `__${name}`;
    });
  const imports = [...names].map((name) => `import __${name} from"node:${name}";`);
  return `${imports.join('')}${without}`;
}
