/**
 * `npm run bundle [-- api worker studio]`: one folder per app under dist/, without TypeScript and without node_modules, for
 * containers (type stripping refuses files under node_modules, so the sources cannot be installed as they are).
 */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build, type Plugin } from 'rolldown';
import { ROOT, runProgram } from '../process/run-program.ts';
import { buildKernels } from './kernels.ts';
import { NEXT, STUDIO } from './studio.ts';

const ENTRIES = {
  api: { server: 'apps/api/src/server.ts', migrate: 'scripts/db/migrate.ts' },
  worker: { worker: 'apps/worker/src/worker.ts', health: 'scripts/launcher/worker-health.ts' },
} as const;
const KERNELS = join(ROOT, 'packages/engine/src/kernels/host/build');

/** Files that are started by address rather than imported: `new URL('./x.ts', import.meta.url)`. */
const STARTED = /new URL\(\s*(['"])(\.{1,2}\/[^'"]+)\.ts\1,\s*import\.meta\.url\s*\)/g;

const nameOf = (path: string) =>
  relative(ROOT, path)
    .replace(/\.ts$/, '')
    .replaceAll(/[^\w]+/g, '-');

/** Points each such address at the bundle's file of that name; every output lies in one folder, so `./` is right. */
const startedFiles: Plugin = {
  name: 'started-files',
  transform(code, id) {
    if (!id.startsWith(ROOT) || id.includes('/node_modules/') || !id.endsWith('.ts')) return null;
    return code.replace(STARTED, (_, quote: string, path: string) => {
      return `new URL(${quote}./${nameOf(resolve(dirname(id), `${path}.ts`))}.js${quote}, import.meta.url)`;
    });
  },
};

/** The started files that an app can reach: its own and the packages'. */
function findStarted(app: string): Record<string, string> {
  const packages = ['core', 'csv', 'serving', 'engine'].map((name) => `packages/${name}/src`);
  const folders = [`apps/${app}/src`, ...packages].map((folder) => join(ROOT, folder));
  const found: Record<string, string> = {};
  for (const folder of folders) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const file = join(folder, name);
      for (const [, , path] of readFileSync(file, 'utf8').matchAll(STARTED)) {
        const target = resolve(dirname(file), `${path}.ts`);
        found[nameOf(target)] = target;
      }
    }
  }
  return found;
}

export async function bundleApp(app: keyof typeof ENTRIES, out = join(ROOT, 'dist', app)): Promise<string> {
  await buildKernels();
  rmSync(out, { recursive: true, force: true });
  const entries = Object.entries(ENTRIES[app]).map(([name, path]) => [name, join(ROOT, path)]);
  await build({
    input: { ...Object.fromEntries(entries), ...findStarted(app) },
    platform: 'node',
    plugins: [startedFiles],
    // Optional at run time, and never installed here.
    external: ['pg-native', 'pg-cloudflare'],
    logLevel: 'silent',
    output: {
      dir: out,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'chunk-[name]-[hash].js',
      minify: false,
      sourcemap: false,
    },
  });
  if (app === 'api') copyReference(join(out, 'node_modules/swagger-ui-dist'));
  cpSync(KERNELS, join(out, 'build'), { recursive: true });
  writeFileSync(
    join(out, 'package.json'),
    `${JSON.stringify({ name: `curio-${app}`, private: true, type: 'module' })}\n`,
  );
  return out;
}

/** The API's reference page is served from files of an npm package, found by its name. */
function copyReference(out: string): void {
  const from = join(ROOT, 'apps/api/node_modules/swagger-ui-dist');
  for (const name of ['package.json', 'swagger-ui.css', 'swagger-ui-bundle.js'])
    cpSync(join(from, name), join(out, name));
}

/** Next's own bundle: its server with exactly the packages that it uses. */
export async function bundleStudio(out = join(ROOT, 'dist/studio')): Promise<string> {
  const { ok, output } = await runProgram('studio', process.execPath, [NEXT, 'build'], {
    cwd: STUDIO,
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', CURIO_STUDIO_STANDALONE: 'true' },
  });
  if (!ok) throw new Error(`the studio could not be built:\n${output}`);
  rmSync(out, { recursive: true, force: true });
  const built = join(STUDIO, '.next-standalone');
  cpSync(join(built, 'standalone'), out, { recursive: true, verbatimSymlinks: true });
  cpSync(join(built, 'static'), join(out, 'apps/studio/.next-standalone/static'), { recursive: true });
  if (existsSync(join(STUDIO, 'public')))
    cpSync(join(STUDIO, 'public'), join(out, 'apps/studio/public'), { recursive: true });
  return out;
}

if (import.meta.main) {
  const asked = process.argv.slice(2);
  for (const app of asked.length > 0 ? asked : ['api', 'worker', 'studio']) {
    const out =
      app === 'studio'
        ? await bundleStudio()
        : app in ENTRIES
          ? await bundleApp(app as keyof typeof ENTRIES)
          : undefined;
    if (!out) {
      console.error(`curio: there is no app ${app}: use api, worker or studio`);
      process.exit(1);
    }
    console.log(`${app}: ${relative(ROOT, out)}`);
  }
}
