/**
 * `npm run dev [-- --inspect api|worker|training]`: the product from its sources. The API and the worker start again when
 * their sources change, the studio reloads by itself, the kernels are compiled again. One log, in the terminal.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildKernels } from '../build/kernels.ts';
import { clusterIn, startDatabase } from '../db/start-database.ts';
import { stopLeftovers } from '../db/stop-leftovers.ts';
import { checkPorts } from '../launcher/check-ports.ts';
import { prepareDatabase } from '../launcher/prepare-database.ts';
import { takeDataDir } from '../launcher/run-record.ts';
import { services } from '../launcher/services.ts';
import { createShutdown } from '../launcher/shutdown.ts';
import { ROOT } from '../process/run-program.ts';
import { readSecrets } from '../settings/secrets.ts';
import { readSettings, StartError } from '../settings/settings.ts';
import { startDevProcess } from './dev-process.ts';
import { printLines } from './print-lines.ts';
import { watchSources } from './watch-sources.ts';

const INSPECT_PORTS = { api: 9230, worker: 9231, training: 9232 } as const;
type Inspected = keyof typeof INSPECT_PORTS;

const PACKAGES = [
  'db/src',
  'db/migrations',
  ...readdirSync(join(ROOT, 'packages')).map((name) => `packages/${name}/src`),
].filter((folder) => existsSync(join(ROOT, folder)));
const KERNELS = 'packages/engine/src/kernels/wasm';

const shutdown = createShutdown();
const say = printLines('dev');

function readInspected(): Inspected[] {
  const { values } = parseArgs({ options: { inspect: { type: 'string', multiple: true } } });
  return (values.inspect ?? []).map((name) => {
    if (name in INSPECT_PORTS) return name as Inspected;
    throw new StartError(`--inspect takes ${Object.keys(INSPECT_PORTS).join(', ')}, not "${name}"`);
  });
}

async function dev(): Promise<void> {
  const inspected = readInspected();
  const settings = readSettings(process.env);
  const record = await takeDataDir(settings.dataDir);
  shutdown.undo(() => record.remove());
  shutdown.stopOnSignals(() => process.exit(1));
  if (!settings.databaseUrl) await stopLeftovers(clusterIn(settings.dataDir));
  await checkPorts(settings);
  const secrets = readSecrets(settings.dataDir, settings.secret);
  const [database] = await Promise.all([startDatabase(settings, printLines('postgres')), buildKernels()]);
  shutdown.undo(() => database.stop());
  const prepare = () => prepareDatabase(database.ownerUrl, secrets.appPassword, settings, shutdown.stopped);
  const appUrl = await prepare();

  const { api, worker, studio } = services(settings, appUrl, secrets, 'development');
  if (inspected.includes('api')) api.args.unshift(`--inspect=${INSPECT_PORTS.api}`);
  if (inspected.includes('worker')) worker.args.unshift(`--inspect=${INSPECT_PORTS.worker}`);
  if (inspected.includes('training')) {
    worker.env = { ...worker.env, CURIO_TRAINING_INSPECT_PORT: String(INSPECT_PORTS.training) };
  }
  const running = {
    api: startDevProcess(api, printLines('api')),
    worker: startDevProcess(worker, printLines('worker')),
    studio: startDevProcess(studio, printLines('studio')),
  };
  shutdown.undo(async () => {
    await Promise.all(Object.values(running).map((one) => one.stop()));
  });

  const restart = async (path: string, ...names: ('api' | 'worker')[]) => {
    say(`${path} changed: starting ${names.join(' and ')} again`);
    await Promise.all(names.map((name) => running[name].restart()));
  };
  const report = (work: Promise<unknown>) => work.catch((error: Error) => say(error.message));
  const watching = [
    watchSources(['apps/api/src'], (path) => report(restart(path, 'api'))),
    watchSources(['apps/worker/src'], (path) => report(restart(path, 'worker'))),
    watchSources(PACKAGES, (path) => {
      const before = path.startsWith(KERNELS)
        ? buildKernels()
        : path.startsWith('db/migrations')
          ? prepare()
          : undefined;
      report(Promise.resolve(before).then(() => restart(path, 'api', 'worker')));
    }),
  ];
  shutdown.undo(() => {
    for (const unwatch of watching) unwatch();
  });
  say(`studio ${settings.studioUrl} · API ${settings.apiUrl}/docs · Ctrl-C stops everything`);
  for (const name of inspected)
    say(`inspect ${name} on port ${INSPECT_PORTS[name]} (chrome://inspect, or VS Code's Attach)`);
}

try {
  await dev();
} catch (error) {
  if (!shutdown.stopping)
    console.error(`curio: ${error instanceof StartError ? error.message : (error as Error).stack}`);
  await shutdown.stop(1);
}
