/** Finds a Chromium without installing one: `CHROMIUM_PATH`, else the npm package's, else an installed one. */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { platform } from '../platform.ts';
import { findOnPath } from '../process/find-on-path.ts';
import { ROOT } from '../process/run-program.ts';

interface Chromium {
  executablePath: string;
  args: string[];
  env: Record<string, string>;
}

const FONTS = 'curio-fonts.conf';
const INSTALL = 'install Chrome or Chromium, or set CHROMIUM_PATH to its program';
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];

/** Throws one sentence where there is none. The first call unpacks the packaged one: 3 s, 200 MB in node_modules. */
async function findChromium(): Promise<Chromium> {
  const env = Object.fromEntries(Object.entries(process.env).filter((entry) => entry[1] !== undefined)) as Record<
    string,
    string
  >;
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (!existsSync(given)) throw new Error(`CHROMIUM_PATH names ${given}, which does not exist`);
    return { executablePath: given, args: ARGS, env };
  }
  if (platform.packagedChromium) {
    const folder = await unpack();
    const libraries = [join(folder, 'al2023/lib'), env.LD_LIBRARY_PATH].filter(Boolean).join(':');
    return {
      executablePath: join(folder, 'chromium'),
      args: ARGS,
      env: { ...env, LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: join(folder, FONTS) },
    };
  }
  const installed = platform.browsers.map(findOnPath).find(Boolean);
  if (installed) return { executablePath: installed, args: ARGS, env };
  throw new Error(`no Chromium was found: ${INSTALL}`);
}

/**
 * Why browser tests cannot run here, or undefined. Only platforms without a packaged browser may lack one: their tests are
 * then skipped with this sentence.
 */
export function missingBrowser(): string | undefined {
  if (platform.packagedChromium || process.env.CHROMIUM_PATH || platform.browsers.some(findOnPath)) return undefined;
  return `no browser tests on ${process.platform}-${process.arch}: ${INSTALL}`;
}

export async function launchBrowser(): Promise<Browser> {
  const { executablePath, args, env } = await findChromium();
  return chromium.launch({ executablePath, args, env });
}

/** Unpacks into another folder and renames it: a run in parallel never finds half a browser. */
async function unpack(): Promise<string> {
  const cache = join(ROOT, 'node_modules/.cache');
  const packed = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const { version } = createRequire(import.meta.url)(join(packed, '../../package.json')) as { version: string };
  const folder = join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const staging = mkdtempSync(join(cache, 'chromium-'));
  const { inflate } = await import('@sparticuz/chromium');
  const before = process.env.TMPDIR;
  // The package unpacks into the temporary folder, wherever that is.
  process.env.TMPDIR = staging;
  try {
    const archives = ['chromium.br', 'al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br'];
    await Promise.all(archives.map((name) => inflate(join(packed, '../../bin', name))));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  writeFileSync(join(staging, FONTS), fontSettings(folder));
  try {
    renameSync(staging, folder);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** The package's own settings know only its fonts, in /tmp: without these, text that asks for a system font stays blank. */
function fontSettings(folder: string): string {
  const folders = ['/usr/share/fonts', '/usr/local/share/fonts', join(folder, 'fonts/fonts')];
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
${folders.map((dir) => `<dir>${dir}</dir>`).join('')}<cachedir>${join(folder, 'font-cache')}</cachedir></fontconfig>
`;
}
