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
import { prepareDatabase } from './prepare-database.ts';
import { takeDataDir } from './run-record.ts';
import { services } from './services.ts';
import { createShutdown } from './shutdown.ts';
import { createSupervisor } from './supervise.ts';

const began = performance.now();
const say = (line: string) => console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`);
const shutdown = createShutdown();

async function start(settings: Settings): Promise<void> {
  const record = await takeDataDir(settings.dataDir);
  shutdown.undo(() => record.remove());
  shutdown.onStopping(() => record.setStopping());
  // PostgreSQL processes of a killed run may still be closing, on the port that this run needs.
  if (!settings.databaseUrl) await stopLeftovers(clusterIn(settings.dataDir));
  await checkPorts(settings);
  const supervisor = createSupervisor(`${settings.dataDir}/logs`, say, (pids) => record.setChildren(pids));
  shutdown.stopOnSignals(() => supervisor.killNow());
  const secrets = readSecrets(settings.dataDir, settings.secret);

  // The studio's build depends on none of the others: it runs in parallel.
  const built = buildStudio(shutdown.stopped);
  const kernels = buildKernels();
  for (const running of [built, kernels]) running.catch(() => {});

  const database = await startDatabase(settings, say);
  shutdown.undo(() => database.stop());
  const appUrl = await prepareDatabase(database.ownerUrl, secrets.appPassword, settings, shutdown.stopped);
  say('PostgreSQL is up and migrated');
  await kernels;

  const { api, worker, studio } = services(settings, appUrl, secrets);
  shutdown.undo(() => supervisor.stop());
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
  console.log(tryIt(settings, readDemo(settings)));
  say('Ready');
}

interface DemoRun {
  /** Resolves as soon as one can sign in, long before the model is trained. */
  account: Promise<void>;
  /** Resolves at the end, also where the demo failed: the product runs without it. */
  finished: Promise<void>;
}

function startDemo(): DemoRun {
  const account = Promise.withResolvers<void>();
  const onLine = (line: string) => {
    account.resolve();
    say(line);
  };
  const script = join(ROOT, 'scripts/demo/make-demo.ts');
  const finished = runProgram('demo', process.execPath, [script], { onLine, stopped: shutdown.stopped }).then(
    ({ ok, output }) => {
      account.resolve();
      if (!ok && !shutdown.stopping) {
        say(`The demo could not be made; everything else runs. ${output.split('\n').at(-1) ?? ''}`);
      }
    },
  );
  return { account: account.promise, finished };
}

const readDemo = (settings: Settings): Demo | undefined =>
  settings.demo ? readJson<Demo>(join(settings.dataDir, 'demo.json')) : undefined;

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
  if (!shutdown.stopping)
    console.error(`curio: ${error instanceof StartError ? error.message : (error as Error).stack}`);
  await shutdown.stop(1);
}
