import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program as users run it. */
export const BIN = fileURLToPath(new URL('../../bin/memchat.js', import.meta.url));

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A new user's machine: an empty home, an empty working folder, none of our variables. */
export class Machine {
  readonly root = mkdtempSync(join(tmpdir(), 'memchat-test-'));
  readonly home = join(this.root, 'home');
  readonly cwd = join(this.root, 'work');
  readonly sessions = join(this.home, '.local/share/memchat/sessions');

  constructor() {
    mkdirSync(this.home);
    mkdirSync(this.cwd);
  }

  environment(over: Record<string, string> = {}): Record<string, string> {
    return { PATH: process.env.PATH ?? '', HOME: this.home, TERM: 'xterm-256color', ...over };
  }

  /** Runs memchat to its end; `input` is piped in, else standard input is empty. */
  async run(
    args: readonly string[],
    over: { input?: string; env?: Record<string, string>; stdout?: number } = {},
  ): Promise<Outcome> {
    const child = spawn(process.execPath, [BIN, ...args], {
      cwd: this.cwd,
      env: this.environment(over.env),
      stdio: [over.input === undefined ? 'ignore' : 'pipe', over.stdout ?? 'pipe', 'pipe'],
      timeout: 60_000,
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    // A program that refuses at once does not read its input.
    child.stdin?.on('error', () => {});
    child.stdin?.end(over.input);
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, stdout, stderr }));
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
