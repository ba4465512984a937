import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ImportKind, Mapping, TrainInput } from '@curio/contracts';
import { tenant } from '@curio/db';
import { migrate } from '@curio/db/migrate';
import { applyImport } from '../packages/core/src/imports/apply-import.ts';
import { createImport } from '../packages/core/src/imports/create-import.ts';
import { getImport } from '../packages/core/src/imports/get-import.ts';
import { runImport } from '../packages/core/src/imports/run-import.ts';
import { setMapping } from '../packages/core/src/imports/set-mapping.ts';
import { createKey } from '../packages/core/src/keys/create-key.ts';
import { promoteModel } from '../packages/core/src/models/promotion/promote-model.ts';
import { requestTraining } from '../packages/core/src/models/training/request-training.ts';
import { runTraining } from '../packages/core/src/models/training/run-training.ts';
import type { Context } from '../packages/core/src/platform/context.ts';
import { readEnv, servicesEnv } from '../packages/core/src/platform/env.ts';
import { openServices } from '../packages/core/src/platform/services.ts';
import { createProject } from '../packages/core/src/projects/create-project.ts';
import type { ModelKind } from '../packages/engine/src/data/records.ts';
import { writeArtifact } from '../packages/serving/src/models/artifact-store.ts';
import { startPostgres } from '../scripts/db/embedded-postgres.ts';
import { ROOT } from '../scripts/process/run-program.ts';

export interface MeasuredCurio {
  /** The API's address. */
  url: string;
  /** Addresses of all API processes: they share the database and nothing else. */
  urls: string[];
  /** Of the application's role. */
  databaseUrl: string;
  /** Of the role that owns the tables. */
  ownerUrl: string;
  workspaceId: string;
  /** An API key with the scope admin. */
  key: string;
  addProject(name: string): Promise<string>;
  importCsv(projectId: string, kind: ImportKind, mapping: Mapping, rows: AsyncIterable<Uint8Array>): Promise<void>;
  /** Trains and makes the version live. */
  train(projectId: string, input: Partial<TrainInput>): Promise<void>;
  /** Stores a model that the bench has fitted as a version of the project, and makes it live. Resolves with the version. */
  addVersion(projectId: string, version: FittedVersion): Promise<number>;
  promote(projectId: string, version: number): Promise<void>;
  /** Ends the API processes and starts them again: nothing is in their memory then. */
  restart(): Promise<void>;
  /** Starts a worker, as `npm start` runs it. Resolves with the id of its process. */
  startWorker(): Promise<number>;
  stop(): Promise<void>;
}

export interface FittedVersion {
  artifact: Uint8Array;
  algorithm: string;
  kind: ModelKind;
  items: number;
  users: number;
  interactions: number;
}

export interface CurioOptions {
  /** API processes, each on its own port. */
  replicas?: number;
  /** Memory for loaded models in each of them. */
  modelMegabytes?: number;
}

/** Starts Postgres and the API as `npm start` does, on free ports, in a temporary folder. */
export async function startCurio({ replicas = 1, modelMegabytes = 512 }: CurioOptions = {}): Promise<MeasuredCurio> {
  const folder = mkdtempSync(join(tmpdir(), 'curio-bench-'));
  const stops: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  let stopping: Promise<void> | undefined;
  // Stops only once: after a Ctrl-C the bench fails and calls it again.
  const stop = () => {
    stopping ??= (async () => {
      for (const end of stops.reverse()) await end();
    })();
    return stopping;
  };
  // Postgres runs in a separate process group: a Ctrl-C in the terminal would leave it running.
  const interrupted = () => void stop().finally(() => process.exit(130));
  process.once('SIGINT', interrupted);
  stops.push(() => process.off('SIGINT', interrupted));
  try {
    const postgres = await startPostgres({
      dataDir: join(folder, 'postgres'),
      port: 0,
      log: () => {},
      settings: { io_method: 'sync' },
    });
    stops.push(() => postgres.stop());
    const { appUrl } = await migrate(postgres.adminUrl, { appPassword: 'only for this bench', appRole: 'curio_bench' });
    const env = {
      DATABASE_URL: appUrl,
      CURIO_SECRET: 'only for this bench '.repeat(2),
      CURIO_DATA_DIR: folder,
      CURIO_LOG_LEVEL: 'warn',
    };
    const services = await openServices(readEnv(servicesEnv, env), 'bench');
    stops.push(() => services.close());
    const context: Context = {
      ...services,
      workspaceId: 'wsp_bench',
      actor: { kind: 'account', id: 'per_bench', role: 'owner' },
    };
    const ports: number[] = [];
    for (let replica = 0; replica < replicas; replica++) ports.push(await freePort());
    const urls = ports.map((port) => `http://127.0.0.1:${port}`);
    const start = (flags: readonly string[], file: string, more: Record<string, string> = {}) =>
      spawn(process.execPath, [...flags, join(ROOT, file)], {
        env: { ...process.env, ...env, NODE_ENV: 'production', ...more },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
    let apis: ChildProcess[] = [];
    const startApis = async () => {
      apis = ports.map((port) =>
        start(['--max-old-space-size=4096'], 'apps/api/src/server.ts', {
          CURIO_API_PORT: String(port),
          CURIO_API_HOST: '127.0.0.1',
          CURIO_MODEL_CACHE_MB: String(modelMegabytes),
        }),
      );
      await Promise.all(apis.map((api, index) => untilReady(urls[index], api)));
    };
    stops.push(() => Promise.all(apis.map(ended)));
    await startApis();
    const { key } = await createKey(context, { name: 'bench', scopes: ['admin'], environment: 'live' });
    // Jobs wait in the queue until the worker is ready.
    const startWorker = async () => {
      const worker = start(['--max-old-space-size=512', '--max-semi-space-size=32'], 'apps/worker/src/worker.ts');
      stops.push(() => ended(worker));
      return worker.pid as number;
    };
    const restart = async () => {
      await Promise.all(apis.map(ended));
      await startApis();
    };
    return {
      url: urls[0],
      urls,
      databaseUrl: appUrl,
      ownerUrl: postgres.adminUrl,
      workspaceId: context.workspaceId,
      key,
      stop,
      startWorker,
      restart,
      ...verbs(context),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function verbs(context: Context): Pick<MeasuredCurio, 'addProject' | 'importCsv' | 'train' | 'addVersion' | 'promote'> {
  const { workspaceId } = context;
  const never = new AbortController().signal;
  return {
    addProject: async (name) => (await createProject(context, { name })).id,
    async importCsv(projectId, kind, mapping, rows) {
      const { id } = await createImport(context, projectId, { kind, filename: 'bench.csv', body: rows, maxBytes: 1e9 });
      await setMapping(context, projectId, id, mapping);
      await applyImport(context, projectId, id, { mode: 'upsert' });
      await runImport(context, { workspaceId, projectId, importId: id, task: 'apply' }, never);
      const { phase } = await getImport(context, projectId, id);
      if (phase !== 'applied') throw new Error(`The import of ${kind} ended as ${phase}.`);
    },
    async train(projectId, input) {
      const wanted = { algorithm: 'ials' as const, budgetSeconds: 60, seed: 1, ...input };
      const { version } = await requestTraining(context, projectId, wanted);
      const limits = { threads: 2, memoryLimitBytes: 2 ** 31 };
      await runTraining(context, { workspaceId, projectId, version }, limits, never);
      await promoteModel(context, projectId, version);
    },
    async addVersion(projectId, fitted) {
      const { version } = await requestTraining(context, projectId, { algorithm: 'ials', budgetSeconds: 1, seed: 1 });
      await storeVersion(context, projectId, version, fitted);
      await promoteModel(context, projectId, version);
      return version;
    },
    async promote(projectId, version) {
      await promoteModel(context, projectId, version);
    },
  };
}

/** What registering a training writes, without its figures. */
async function storeVersion(
  context: Context,
  projectId: string,
  version: number,
  { artifact, algorithm, kind, ...counts }: FittedVersion,
): Promise<void> {
  const model = { workspaceId: context.workspaceId, projectId, version };
  await tenant(context.db, context, async (trx) => {
    const stored = await writeArtifact(trx, model, artifact);
    const snapshot = { hash: 'none', takenAt: new Date().toISOString(), ...counts };
    await trx
      .updateTable('models')
      .set({ status: 'ready', algorithm, kind, snapshot: JSON.stringify(snapshot), trained_at: new Date(), ...stored })
      .where('project_id', '=', projectId)
      .where('version', '=', version)
      .execute();
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

async function untilReady(url: string, api: ChildProcess): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(50)) {
    if (api.exitCode !== null) throw new Error('The API ended before it was ready.');
    const ready = await fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
  }
  throw new Error('The API was not ready within a minute.');
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
