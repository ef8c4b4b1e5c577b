import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errnoOf, MemchatError } from '../errors.ts';
import { parseRecord } from '../memory/json.ts';
import { type Environment, variable } from './environment.ts';

/** What the user chose at the first start: kept in `config.json`, readable by its owner only. */
export interface Settings {
  apiKey?: string;
  /** A program and its words that print the key, such as a password manager; never a shell's line. */
  apiKeyCommand?: readonly string[];
  baseUrl?: string;
  model?: string;
  offline?: boolean;
}

/** `$XDG_CONFIG_HOME/memchat/config.json`, on Windows below `%APPDATA%`. */
export function settingsPath(environment: Environment): string {
  const { platform, home } = environment;
  const windows = platform === 'win32' ? variable(environment, 'APPDATA') : undefined;
  const base = windows ?? variable(environment, 'XDG_CONFIG_HOME') ?? join(home, '.config');
  return join(base, 'memchat', 'config.json');
}

/** @throws MemchatError `config` when the file is there and cannot be read as settings. */
export function readSettings(path: string): Settings {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return {};
    throw new MemchatError(
      `${path} cannot be read. Make it readable, or delete it.`,
      'config',
      error,
    );
  }
  return parseSettings(text, path);
}

/** @throws MemchatError `config` when the file cannot be written. */
export function writeSettings(path: string, settings: Settings): void {
  try {
    // The umask takes from the modes that are given here.
    if (mkdirSync(dirname(path), { recursive: true, mode: 0o700 }) !== undefined) {
      chmodSync(dirname(path), 0o700);
    }
    const temporary = `${path}.${process.pid}.tmp`;
    writeFileSync(temporary, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    chmodSync(temporary, 0o600);
    renameSync(temporary, path);
  } catch (error) {
    throw new MemchatError(
      `The choice could not be saved in ${path}. It holds for this conversation only.`,
      'config',
      error,
    );
  }
}

function parseSettings(text: string, path: string): Settings {
  const fields = parseRecord(text);
  if (fields === null) {
    // The text may hold a key, so neither it nor a parser's excerpt of it goes into the message.
    throw new MemchatError(`${path} is not a JSON object. Correct it, or delete it.`, 'config');
  }
  const settings: Settings = {};
  for (const [key, value] of Object.entries(fields)) {
    if ((key === 'apiKey' || key === 'baseUrl' || key === 'model') && typeof value === 'string') {
      settings[key] = value;
    } else if (key === 'offline' && typeof value === 'boolean') {
      settings.offline = value;
    } else if (key === 'apiKeyCommand') {
      settings.apiKeyCommand = commandOf(value, path);
    } else {
      throw new MemchatError(
        `${path} has "${key}", which is not a setting or has the wrong type. Correct it, or delete the file.`,
        'config',
      );
    }
  }
  return settings;
}

/** @throws MemchatError `config` for anything but a list of words. */
function commandOf(value: unknown, path: string): string[] {
  const words = Array.isArray(value) ? value : [];
  const isText = (word: unknown): word is string => typeof word === 'string';
  if (words.length > 0 && words.every(isText) && words[0] !== '') return words;
  throw new MemchatError(
    `${path} has an "apiKeyCommand" that is no list of words. It is run without a shell, so write ["pass", "show", "anthropic"].`,
    'config',
  );
}
