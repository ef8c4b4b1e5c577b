import { describe, expect, it } from 'vitest';
import { type LocationSources, locateSessions } from '../../src/store/location.ts';

const NOTHING: LocationSources = {
  flag: undefined,
  env: {},
  cwd: '/project',
  platform: 'linux',
  home: '/home/alice',
  exists: () => false,
};
const locate = (sources: Partial<LocationSources>) =>
  locateSessions({ ...NOTHING, ...sources }).directory;

describe('the folder of the memories', () => {
  it('is the one of --sessions before all others', () => {
    const env = { MEMCHAT_SESSIONS: '/from-env' };
    expect(locate({ flag: '/given', env, exists: () => true })).toBe('/given');
    expect(locate({ flag: 'given', env })).toBe('/project/given');
  });

  it('is the one of MEMCHAT_SESSIONS next', () => {
    expect(locate({ env: { MEMCHAT_SESSIONS: '/from-env' }, exists: () => true })).toBe(
      '/from-env',
    );
    expect(locate({ env: { MEMCHAT_SESSIONS: 'here' } })).toBe('/project/here');
  });

  it("is the project's own only if it is marked", () => {
    const marked = (file: string) => file === '/project/sessions/.memchat';
    expect(locate({ exists: marked })).toBe('/project/sessions');
    expect(locate({ exists: (file) => file === '/project/sessions' })).not.toBe(
      '/project/sessions',
    );
  });

  it('is in the data folder of the user otherwise', () => {
    expect(locate({})).toBe('/home/alice/.local/share/memchat/sessions');
    expect(locate({ platform: 'darwin' })).toBe('/home/alice/.local/share/memchat/sessions');
    expect(locate({ env: { XDG_DATA_HOME: '/data' } })).toBe('/data/memchat/sessions');
  });

  it('takes empty values for none, and no relative XDG_DATA_HOME', () => {
    const env = { MEMCHAT_SESSIONS: '', XDG_DATA_HOME: 'data' };
    expect(locate({ flag: '', env })).toBe('/home/alice/.local/share/memchat/sessions');
  });

  it('is the local data folder on Windows', () => {
    const windows = { platform: 'win32', cwd: 'C:\\work', home: 'C:\\Users\\alice' } as const;
    expect(locate({ ...windows, env: { LOCALAPPDATA: 'D:\\Local' } })).toBe(
      'D:\\Local\\memchat\\sessions',
    );
    expect(locate(windows)).toBe('C:\\Users\\alice\\AppData\\Local\\memchat\\sessions');
    expect(locate({ ...windows, flag: 'mine' })).toBe('C:\\work\\mine');
  });

  it('comes with what decided it', () => {
    const env = { MEMCHAT_SESSIONS: '/from-env' };
    const from = (sources: Partial<LocationSources>) =>
      locateSessions({ ...NOTHING, ...sources }).from;
    expect(from({ flag: '/given', env })).toBe('flag');
    expect(from({ env })).toBe('variable');
    expect(from({ exists: () => true })).toBe('project');
    expect(from({})).toBe('data');
  });
});
