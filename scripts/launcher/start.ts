/** `npm start`: everything up, in order; everything down again with Ctrl-C. */
import { join } from 'node:path';
import { buildKernels } from '../build/kernels.ts';
import { buildStudio } from '../build/studio.ts';
import { clusterIn, startDatabase } from '../db/start-database.ts';
import { stopLeftovers } from '../db/stop-leftovers.ts';
import type { Demo } from '../demo/demo.ts';
import { ROOT, runProgram } from '../process/run-program.ts';
import { readJson, readSecrets } from '../settings/secrets.ts';
import { readSettings, type Settings, StartError } from '../settings/settings.ts';
import { checkPorts } from './check-ports.ts';
import { takeDataDir } from './run-record.ts';
import { services } from './services.ts';
import { createSupervisor } from './supervise.ts';

const began = performance.now();
const say = (line: string) => console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`);

/** Undone at the end, last started first. */
const undo: (() => void | Promise<void>)[] = [];
/** Called first when the end begins. */
const ending: (() => void)[] = [];
const stopped = new AbortController();
let stopping: Promise<never> | undefined;

function stop(code: number): Promise<never> {
  stopping ??= (async () => {
    stopped.abort();
    for (const notify of ending) notify();
    for (let last = undo.pop(); last; last = undo.pop()) await last();
    process.exit(code);
  })();
  return stopping;
}

function stopOnSignals(killNow: () => void): void {
  let first = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // npm and the terminal both pass one Ctrl-C on; a second one, later, means now.
      if (first && Date.now() - first > 1_000) killNow();
      if (!first) console.log('\nStopping…');
      first ||= Date.now();
      void stop(0);
    });
  }
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void stop(1);
  }, 500).unref();
}

async function start(settings: Settings): Promise<void> {
  const record = await takeDataDir(settings.dataDir);
  undo.push(() => record.remove());
  ending.push(() => record.setStopping());
  // PostgreSQL processes of a killed run may still be closing, on the port that this run needs.
  if (!settings.databaseUrl) await stopLeftovers(clusterIn(settings.dataDir));
  await checkPorts(settings);
  const supervisor = createSupervisor(`${settings.dataDir}/logs`, say, (pids) => record.setChildren(pids));
  stopOnSignals(() => supervisor.killNow());
  const secrets = readSecrets(settings.dataDir, settings.secret);

  // The studio's build depends on none of the others: it runs in parallel.
  const built = buildStudio(stopped.signal);
  const kernels = buildKernels();
  for (const running of [built, kernels]) running.catch(() => {});

  const database = await startDatabase(settings, say);
  undo.push(() => database.stop());
  const appUrl = await prepare(database.ownerUrl, secrets.appPassword, settings);
  say('PostgreSQL is up and migrated');
  await kernels;

  const { api, worker, studio } = services(settings, appUrl, secrets);
  undo.push(() => supervisor.stop());
  const studioUp = built.then(() => supervisor.start(studio)).then(() => say(`Studio is up on ${settings.studioUrl}`));
  studioUp.catch(() => {});
  await Promise.all([
    supervisor.start(api).then(() => say(`API is up on ${settings.apiUrl}`)),
    supervisor.start(worker).then(() => say('Worker is up')),
  ]);
  const demo = settings.demo ? startDemo() : undefined;
  await Promise.all([studioUp, demo?.account]);
  console.log(welcome(settings, readDemo(settings)));
  await demo?.finished;
  say('Ready');
  console.log(tryIt(settings, readDemo(settings)));
}

/** Migrates, and returns the URL of the role that the API and the worker use. */
async function prepare(ownerUrl: string, appPassword: string, settings: Settings): Promise<string> {
  const appUrl = new URL(ownerUrl);
  appUrl.username = `${decodeURIComponent(appUrl.pathname.slice(1))}_app`;
  appUrl.password = appPassword;
  const env = {
    DATABASE_URL: ownerUrl,
    CURIO_APP_PASSWORD: appPassword,
    CURIO_APP_ROLE: decodeURIComponent(appUrl.username),
  };
  const { ok, output } = await runScript('db/migrate', env);
  if (!ok) throw new StartError(`${settings.databaseUrl ? 'DATABASE_URL: ' : ''}${output.replace(/^curio: /, '')}`);
  return appUrl.href;
}

interface DemoRun {
  /** Resolves as soon as one can sign in, long before the model is trained. */
  account: Promise<void>;
  /** Resolves at the end, also where the demo failed: the product runs without it. */
  finished: Promise<void>;
}

function startDemo(): DemoRun {
  const account = Promise.withResolvers<void>();
  const finished = runScript('demo/make-demo', {}, (line) => {
    account.resolve();
    say(line);
  }).then(({ ok, output }) => {
    account.resolve();
    if (!ok && !stopping) say(`The demo could not be made; everything else runs. ${output.split('\n').at(-1) ?? ''}`);
  });
  return { account: account.promise, finished };
}

const readDemo = (settings: Settings): Demo | undefined =>
  settings.demo ? readJson<Demo>(join(settings.dataDir, 'demo.json')) : undefined;

/** Runs one of our scripts in a separate process: its memory is freed when it ends. */
function runScript(name: string, env: NodeJS.ProcessEnv, onLine?: (line: string) => void) {
  return runProgram(name, process.execPath, [join(ROOT, `scripts/${name}.ts`)], {
    env,
    onLine,
    stopped: stopped.signal,
  });
}

function welcome({ studioUrl, apiUrl }: Settings, demo: Demo | undefined): string {
  const lines = ['', `  Studio   ${studioUrl}`];
  if (demo) lines.push(`  Login    ${demo.email}  ${demo.password}`);
  lines.push(`  API      ${apiUrl}/docs`);
  if (demo) lines.push(`  API key  ${demo.apiKey}`);
  if (demo && !demo.ready) lines.push('', "  The demo's model is being trained; the Home page shows its progress.");
  return [...lines, '', '  Ctrl-C stops everything.', ''].join('\n');
}

/** A request to paste, once the demo has a model that answers it. */
function tryIt({ apiUrl }: Settings, demo: Demo | undefined): string {
  if (!demo?.ready) return '';
  const url = `${apiUrl}/v1/projects/${demo.projectId}/users/00042/recommendations?n=5`;
  return ['', '  Try it:', `  curl -s -H 'x-api-key: ${demo.apiKey}' '${url}'`, ''].join('\n');
}

try {
  await start(readSettings(process.env));
} catch (error) {
  if (!stopping) console.error(`curio: ${error instanceof StartError ? error.message : (error as Error).stack}`);
  await stop(1);
}
