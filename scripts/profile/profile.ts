/**
 * `npm run profile -- serve|train`: starts the product in a separate data folder with the demo, profiles the API under
 * requests for recommendations, or the process of a training, and prints the functions with the most self time. The
 * .cpuprofile files open in VS Code and in Chrome's developer tools.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, relative } from 'node:path';
import { buildKernels } from '../build/kernels.ts';
import { startDatabase } from '../db/start-database.ts';
import { type Demo, makeDemo } from '../demo/demo.ts';
import { prepareDatabase } from '../launcher/prepare-database.ts';
import { takeDataDir } from '../launcher/run-record.ts';
import { services } from '../launcher/services.ts';
import { createShutdown } from '../launcher/shutdown.ts';
import { createSupervisor } from '../launcher/supervise.ts';
import { ROOT } from '../process/run-program.ts';
import { readJson, readSecrets } from '../settings/secrets.ts';
import { readSettings, type Settings, StartError } from '../settings/settings.ts';
import { topFunctions } from './top-functions.ts';

const LOAD_SECONDS = 10;
const CONNECTIONS = 16;
const READERS = 2000;

const shutdown = createShutdown();

async function profile(target: 'serve' | 'train'): Promise<void> {
  const folder = join(ROOT, '.curio/profile');
  const out = join(folder, target);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const [api = 0, postgres = 0] = await Promise.all([freePort(), freePort()]);
  const settings = readSettings({
    ...process.env,
    DATABASE_URL: '',
    CURIO_DATA_DIR: join(folder, 'data'),
    CURIO_API_PORT: String(api),
    CURIO_PG_PORT: String(postgres),
    CURIO_API_URL: '',
    CURIO_STUDIO_URL: '',
  });
  const record = await takeDataDir(settings.dataDir);
  shutdown.undo(() => record.remove());
  const secrets = readSecrets(settings.dataDir, settings.secret);
  const [database] = await Promise.all([startDatabase(settings, console.log), buildKernels()]);
  shutdown.undo(() => database.stop());
  const appUrl = await prepareDatabase(database.ownerUrl, secrets.appPassword, settings, shutdown.stopped);
  const run = async (apiFlags: string[], workerFlags: string[], act: () => Promise<void>) => {
    const { api: apiService, worker } = services(settings, appUrl, secrets);
    apiService.args.unshift(...apiFlags);
    worker.args.unshift(...workerFlags);
    const log = join(settings.dataDir, 'logs');
    const supervisor = createSupervisor(log, console.log, (pids) => record.setChildren(pids));
    shutdown.undo(() => supervisor.stop());
    await Promise.all([supervisor.start(apiService), supervisor.start(worker)]);
    await act();
    await supervisor.stop();
  };
  shutdown.stopOnSignals(() => process.exit(1));

  const flags = ['--cpu-prof', `--cpu-prof-dir=${out}`];
  const demo = async () => {
    await makeDemo(settings, console.log, shutdown.stopped);
  };
  if (target === 'serve') {
    await run([], [], demo);
    await run(flags, [], () => load(settings));
  } else {
    // Another demo, so that there is something to train. A training's process gets the flags of the worker.
    rmSync(join(settings.dataDir, 'demo.json'), { force: true });
    await run([], flags, demo);
  }
  report(out, target);
}

/** Requests for recommendations, one after another on each of a few connections. */
async function load(settings: Settings): Promise<void> {
  const demo = readJson<Demo>(join(settings.dataDir, 'demo.json'));
  if (!demo?.ready) throw new StartError('the demo has no model to ask');
  console.log(`Asking for recommendations for ${LOAD_SECONDS} s…`);
  const end = Date.now() + LOAD_SECONDS * 1000;
  let answers = 0;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, connection) => {
      for (let reader = connection; Date.now() < end; reader = (reader + CONNECTIONS) % READERS) {
        const user = String(reader + 1).padStart(5, '0');
        const response = await fetch(
          `http://localhost:${settings.apiPort}/v1/projects/${demo.projectId}/users/${user}/recommendations`,
          { headers: { 'x-api-key': demo.apiKey } },
        );
        if (!response.ok) throw new StartError(`a recommendation was answered with ${response.status}`);
        await response.arrayBuffer();
        answers++;
      }
    }),
  );
  console.log(`${Math.round(answers / LOAD_SECONDS)} answers per second, while profiling`);
}

function report(out: string, target: 'serve' | 'train'): void {
  const files = readdirSync(out).filter((name) => name.endsWith('.cpuprofile'));
  const profiles = files
    .map((name) => ({ name, ...JSON.parse(readFileSync(join(out, name), 'utf8')) }))
    // The worker writes a profile too, and so does each of its threads.
    .filter(({ nodes }) => target === 'serve' || JSON.stringify(nodes).includes('/engine/src/training/'));
  console.log(`\n${'self ms'.padStart(9)}  function`);
  for (const { name, place, selfMs } of topFunctions(profiles, ROOT)) {
    console.log(`${selfMs.toFixed(0).padStart(9)}  ${name.padEnd(32)} ${place}`);
  }
  console.log(`\n${files.length} profiles in ${relative(ROOT, out)}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

const [target] = process.argv.slice(2);
try {
  if (target !== 'serve' && target !== 'train') throw new StartError('npm run profile -- serve, or -- train');
  await profile(target);
  await shutdown.stop(0);
} catch (error) {
  if (!shutdown.stopping)
    console.error(`curio: ${error instanceof StartError ? error.message : (error as Error).stack}`);
  await shutdown.stop(1);
}
