// The only file that runs before anything is installed: plain JavaScript, Node 20 or newer, no dependencies.
// It installs the packages of the lockfile, then runs a TypeScript script with the Node 24 among them.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PNPM = 'pnpm@12.21.0';
/**
 * What each task runs, and the packages that it needs: `run` leaves out those that only development needs (browser, linter,
 * test runner, bundler).
 */
const TASKS = {
  start: { script: 'scripts/launcher/start.ts', needs: 'run' },
  seed: { script: 'scripts/demo/seed.ts', needs: 'run' },
  dev: { script: 'scripts/dev/dev.ts', needs: 'all' },
  test: { script: 'scripts/test/test.ts', needs: 'all' },
  'test:watch': { script: 'scripts/test/watch.ts', needs: 'all' },
  soak: { script: 'scripts/test/soak.ts', needs: 'all' },
  verify: { script: 'scripts/test/verify.ts', needs: 'all' },
  profile: { script: 'scripts/profile/profile.ts', needs: 'all' },
  bench: { script: 'scripts/test/bench.ts', needs: 'all' },
  format: { script: 'scripts/test/format.ts', needs: 'all' },
  'db:new': { script: 'scripts/db/new-migration.ts', needs: 'all' },
  'db:lock': { script: 'scripts/db/migration-lock.ts', needs: 'all' },
  bundle: { script: 'scripts/build/bundle.ts', needs: 'all' },
};

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'node_modules/.curio-installed');
const [task, ...args] = process.argv.slice(2);
const parent = process.ppid;

const stop = (sentence) => {
  console.error(`curio: ${sentence}`);
  process.exit(1);
};

/** Manifests decide what is installed: the lockfile alone would miss a package.json that was edited by hand. */
function manifests() {
  const nested = ['packages', 'apps', 'examples'].flatMap((folder) =>
    existsSync(join(root, folder)) ? readdirSync(join(root, folder)).map((name) => `${folder}/${name}`) : [],
  );
  const manifestPaths = ['.', 'db', ...nested].map((folder) => join(folder, 'package.json'));
  return ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifestPaths.sort()].filter((path) =>
    existsSync(join(root, path)),
  );
}

function manifestHash() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${PNPM}`);
  for (const path of manifests()) hash.update(path).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

/** Only ever adds: where everything is installed already, `run` brings everything up to date, so that nothing is removed. */
function install(needs) {
  const hash = manifestHash();
  const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (installed === `all ${hash}` || installed === `${needs} ${hash}`) return;
  const scope = installed.startsWith('all ') ? 'all' : needs;
  console.log('Installing packages (only when they changed)…');
  const flags = ['--frozen-lockfile', ...(scope === 'run' ? ['--prod'] : [])];
  const { status, error, stdout, stderr } = spawnSync('npx', ['--yes', PNPM, 'install', ...flags], {
    cwd: root,
    env: { ...process.env, CI: 'true', COREPACK_ENABLE_STRICT: '0' },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) stop(`npx could not be started (${error.message}): Curio needs npm, which comes with Node.`);
  if (status !== 0) {
    const output = `${stdout}${stderr}`.trim();
    console.error(output.split('\n').slice(-15).join('\n'));
    if (/EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|FETCH_ERROR|META_FETCH/.test(output)) {
      stop(
        'the npm registry could not be reached, and the packages are not all installed yet: check the network, try again.',
      );
    }
    if (/OUTDATED_LOCKFILE|FROZEN_LOCKFILE/.test(output)) {
      stop(`pnpm-lock.yaml does not match a package.json: run \`npx ${PNPM} install\` and commit the lockfile.`);
    }
    if (/ENOSPC/.test(output)) stop('the disk is full: the packages need about 1.5 GB.');
    stop('the packages could not be installed; the lines above say why.');
  }
  writeFileSync(stamp, `${scope} ${hash}`);
}

/** The Node that npm brought for this machine; else the one that runs this file, where it is new enough. */
function findNode() {
  const fromNpm = join(root, 'node_modules/.bin/node');
  if (existsSync(fromNpm) && spawnSync(fromNpm, ['--version']).status === 0) return fromNpm;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 2)) return process.execPath;
  return stop(`npm has no Node for ${process.platform}-${process.arch}: install Node 24.2 or newer.`);
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  stop(`Node ${process.versions.node} is too old: install Node 20 or newer (https://nodejs.org).`);
}
if (process.platform === 'win32') stop('Windows is supported through WSL: run the same command there.');
if (!Object.hasOwn(TASKS, task ?? '')) {
  stop(`unknown task ${task ?? '(none)'}: use ${Object.keys(TASKS).join(', ')}.`);
}

install(TASKS[task].needs);
const child = spawn(findNode(), [join(root, TASKS[task].script), ...args], {
  stdio: 'inherit',
  env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}` },
});
// The terminal sends Ctrl-C to the child as well; this process only has to outlive it, to pass its exit code on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
// A killed npm sends no signal: without npm no Ctrl-C would end the processes that it started.
if (process.env.npm_lifecycle_event) {
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
}
child.on('error', (error) => stop(`Node could not be started: ${error.message}.`));
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 1)));
