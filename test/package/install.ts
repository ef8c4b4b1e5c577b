import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The package as its users get it: packed, and installed into a project with nothing else. */
export interface Installed {
  /** The folder of the user's project. */
  project: string;
  /** What was packed: paths in the package, sorted. */
  files: string[];
  remove: () => Promise<void>;
}

/** Packs this package (which builds it) and installs it without network and without scripts. */
export async function packAndInstall(): Promise<Installed> {
  const root = await mkdtemp(join(tmpdir(), 'memchat-package-'));
  const project = join(root, 'project');
  await mkdir(project);
  await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  const packed = await run('npm', ['pack', '--silent', '--json', '--pack-destination', root], '.');
  const [{ filename, files }]: [{ filename: string; files: { path: string }[] }] = JSON.parse(
    packed.slice(packed.indexOf('[')),
  );
  const quiet = ['--ignore-scripts', '--offline', '--no-audit', '--no-fund'];
  await run('npm', ['install', ...quiet, join(root, filename)], project);
  return {
    project,
    files: files.map(({ path }) => path).sort(),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** The standard output of a program. @throws when it fails, with all that it printed */
export function run(command: string, args: string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`, { cause: error }));
    });
  });
}
