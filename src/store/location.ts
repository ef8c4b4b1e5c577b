import path from 'node:path';

export interface LocationSources {
  /** The value of `--sessions`. */
  flag: string | undefined;
  /** The environment; of it MEMCHAT_SESSIONS, XDG_DATA_HOME and, on Windows, LOCALAPPDATA are read. */
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  platform: NodeJS.Platform;
  home: string;
  /** Whether there is something at an absolute path. */
  exists(file: string): boolean;
}

/** The file that marks a `sessions/` folder as a project's own store. */
const STORE_MARKER = '.memchat';

/**
 * The absolute path of the folder that holds the memories: `--sessions`, else MEMCHAT_SESSIONS,
 * else `./sessions` if it is marked, else the user's data folder. Empty values count as not given;
 * relative ones are relative to `cwd`, except XDG_DATA_HOME, which its specification wants ignored
 * then. Nothing is created.
 */
export function sessionsDirectory(sources: LocationSources): string {
  const { flag, env, cwd, platform, home } = sources;
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const named = flag || env.MEMCHAT_SESSIONS;
  if (named) return paths.resolve(cwd, named);

  const local = paths.join(cwd, 'sessions');
  if (sources.exists(paths.join(local, STORE_MARKER))) return local;

  const data =
    platform === 'win32'
      ? absolute(paths, env.LOCALAPPDATA) || paths.join(home, 'AppData', 'Local')
      : absolute(paths, env.XDG_DATA_HOME) || paths.join(home, '.local', 'share');
  return paths.join(data, 'memchat', 'sessions');
}

function absolute(paths: path.PlatformPath, folder: string | undefined): string | undefined {
  return folder && paths.isAbsolute(folder) ? folder : undefined;
}
