import { build } from 'esbuild';
import { versionDefine } from './bundle.js';

// CommonJS packages call `require`, which a module does not have.
const REQUIRE =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * Bundles one TypeScript program, since Node.js 20 runs no TypeScript.
 * @param {string} root the folder of package.json
 * @param {string} source
 * @param {string} outfile
 * @param {'bundle' | 'external'} [packages] external: they are looked up from where `outfile` lies
 */
export async function bundleProgram(root, source, outfile, packages = 'bundle') {
  await build({
    absWorkingDir: root,
    entryPoints: [source],
    outfile,
    bundle: true,
    packages,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    define: versionDefine(root),
    banner: { js: REQUIRE },
    logLevel: 'warning',
  });
}
