declare const __MEMCHAT_VERSION__: string | undefined;

/** The version of package.json, put in by the bundler; "0.0.0" where the sources run unbundled. */
export const VERSION: string =
  typeof __MEMCHAT_VERSION__ === 'string' ? __MEMCHAT_VERSION__ : '0.0.0';
