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
export const STORE_MARKER = '.memchat';

/** Where the memories are, and what says so: `project` is the marker, `data` the user's folder. */
export interface Location {
  directory: string;
  from: 'flag' | 'variable' | 'project' | 'data';
}

/**
 * The absolute path of the folder that holds the memories: `--sessions`, else MEMCHAT_SESSIONS,
 * else `./sessions` if it is marked, else the user's data folder. Empty values count as not given;
 * relative ones are relative to `cwd`, except XDG_DATA_HOME, which its specification wants ignored
 * then. Nothing is created.
 */
export function locateSessions(sources: LocationSources): Location {
  const { flag, env, cwd, platform, home } = sources;
  const paths = platform === 'win32' ? path.win32 : path.posix;
  if (flag) return { directory: paths.resolve(cwd, flag), from: 'flag' };
  const variable = env.MEMCHAT_SESSIONS;
  if (variable) return { directory: paths.resolve(cwd, variable), from: 'variable' };

  const local = paths.join(cwd, 'sessions');
  if (sources.exists(paths.join(local, STORE_MARKER))) return { directory: local, from: 'project' };

  const data =
    platform === 'win32'
      ? absolute(paths, env.LOCALAPPDATA) || paths.join(home, 'AppData', 'Local')
      : absolute(paths, env.XDG_DATA_HOME) || paths.join(home, '.local', 'share');
  return { directory: paths.join(data, 'memchat', 'sessions'), from: 'data' };
}

function absolute(paths: path.PlatformPath, folder: string | undefined): string | undefined {
  return folder && paths.isAbsolute(folder) ? folder : undefined;
}
