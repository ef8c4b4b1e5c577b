import { spawn } from 'node:child_process';

/** How a child is started; the environment is added to this process's own, but for what is undefined. */
export interface Start {
  cwd: string;
  env: Record<string, string | undefined>;
}

/** Milliseconds from the start of a program to its end. @throws when it fails */
export function untilExit(command: string, args: string[], start: Start): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(command, args, {
      cwd: start.cwd,
      env: { ...process.env, ...start.env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    child.stderr.on('data', (data: Buffer) => {
      complaint += data.toString('utf8');
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(performance.now() - began);
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${complaint}`));
    });
  });
}

const CTRL_D = '\u0004';

/**
 * Milliseconds from the start of a shell command on a pseudo-terminal (`script` of util-linux) until
 * it shows `text`; it is left with Ctrl-D then.
 * @throws when it ends before, or has not shown it after 10 seconds
 */
export function untilShown(command: string, text: string, start: Start): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      cwd: start.cwd,
      env: { ...process.env, ...start.env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let shown = '';
    let took: number | undefined;
    const deadline = setTimeout(() => child.kill('SIGKILL'), 10_000);
    child.stdout.on('data', (data: Buffer) => {
      shown += data.toString('utf8');
      if (took !== undefined || !shown.includes(text)) return;
      took = performance.now() - began;
      child.stdin.end(CTRL_D);
    });
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(deadline);
      if (took !== undefined) resolve(took);
      else reject(new Error(`${command} did not show ${JSON.stringify(text)}: ${shown}`));
    });
  });
}
