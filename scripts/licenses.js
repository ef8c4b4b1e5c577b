import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LICENSE_FILE = /^(licen[cs]e|copying|notice)/i;
const PACKAGE = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//;

/**
 * The licence texts of all packages among the inputs of a bundle.
 * @param {string} root the folder of package.json
 * @param {Iterable<string>} inputs paths relative to `root`
 * @returns {string} sorted by package name
 * @throws when a package has no licence text
 */
export function licenseNotices(root, inputs) {
  const folders = new Map();
  for (const input of inputs) {
    const [, folder, name] = PACKAGE.exec(input) ?? [];
    if (folder !== undefined) folders.set(folder, name);
  }
  const notices = [...folders].map(([folder, name]) => notice(root, folder, name));
  return [
    'memchat contains the following packages, each under its own licence.\n',
    ...notices.sort(),
  ].join(`\n${'-'.repeat(80)}\n`);
}

/**
 * @param {string} root
 * @param {string} folder
 * @param {string} name
 */
function notice(root, folder, name) {
  const at = join(root, folder);
  const found = readdirSync(at)
    .filter((file) => LICENSE_FILE.test(file))
    .sort()
    .map((file) => join(at, file));
  if (found.length === 0) {
    throw new Error(`${name} is bundled but has no licence text: do without it.`);
  }
  const { version, license } = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'));
  const texts = found.map((file) => readFileSync(file, 'utf8').trim());
  return [`${name} ${version} (${license})`, ...texts].join('\n\n').concat('\n');
}
