import { existsSync, readFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { errnoOf, MemchatError } from '../errors.ts';

/** What the process was given, as data. */
export interface Environment {
  /** Variables of the process. */
  variables: Readonly<Record<string, string | undefined>>;
  /** Variables of `./.env` that the process does not set itself. */
  dotenv: Readonly<Record<string, string>>;
  cwd: string;
  home: string;
  platform: NodeJS.Platform;
  /** The login name of the operating system. */
  login: string;
}

/**
 * Reads the environment of this process, and `.env` of its folder if there is one.
 * @throws MemchatError `config` when there is a `.env` that cannot be read.
 */
export async function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): Promise<Environment> {
  const environment = readVariables(variables);
  return { ...environment, dotenv: await readDotenv(join(environment.cwd, '.env')) };
}

/** The environment of this process without `.env`. */
export function readVariables(
  variables: Readonly<Record<string, string | undefined>>,
): Environment {
  const cwd = process.cwd();
  return {
    variables,
    dotenv: {},
    cwd,
    home: variables.HOME ?? homedir(),
    platform: process.platform,
    login: loginName(variables),
  };
}

/** The value of a variable; an empty one counts as unset. The process wins over `.env`. */
export function variable(environment: Environment, name: string): string | undefined {
  return environment.variables[name] || environment.dotenv[name] || undefined;
}

/** Whether the value of a variable comes from `.env`, which whoever made the folder has written. */
export function isFromDotenv(environment: Environment, name: string): boolean {
  return !environment.variables[name] && Boolean(environment.dotenv[name]);
}

async function readDotenv(path: string): Promise<Record<string, string>> {
  // Most folders have none, and then dotenv need not be loaded.
  if (!existsSync(path)) return {};
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (error) {
    if (errnoOf(error) === 'EISDIR') return {};
    throw new MemchatError(
      `${path} cannot be read. Make it readable, or move it away.`,
      'config',
      error,
    );
  }
  // Bundled, a CommonJS package has only its default.
  const { default: dotenv } = await import('dotenv');
  return dotenv.parse(content);
}

function loginName(variables: Readonly<Record<string, string | undefined>>): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user id need not be in its password file.
    return variables.USER || variables.USERNAME || 'me';
  }
}
