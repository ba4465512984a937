/** Loading a stored model as the API does it, in a separate process: its memory is that of the model. */
import { spawn } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { createDb } from '@curio/db';
import { describeArtifact, type ModelRef } from '../packages/serving/src/models/artifact-store.ts';
import { createModelCache } from '../packages/serving/src/models/model-cache.ts';
import { type Log, row } from './measure.ts';

interface Loaded {
  seconds: number;
  /** The longest pause of the event loop. */
  pauseMs: number;
  /** Resident memory that the load has added, relative to the artifact's bytes. */
  memoryRatio: number;
}

export async function measureLoad(
  model: ModelRef & { databaseUrl: string },
  artifactBytes: number,
  key: string,
  log: Log,
): Promise<Record<string, number>> {
  const { databaseUrl, ...ref } = model;
  const file = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, ['--expose-gc', file, JSON.stringify({ ...ref, artifactBytes })], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const output = (await child.stdout.setEncoding('utf8').toArray()).join('');
  const { seconds, pauseMs, memoryRatio } = JSON.parse(output) as Loaded;
  log(
    row(
      `  loading the model, ${(artifactBytes / 1e6).toFixed(0)} MB`,
      `${seconds.toFixed(2)} s`,
      `longest pause ${pauseMs.toFixed(0)} ms; memory ${memoryRatio.toFixed(2)} × its bytes`,
    ),
  );
  return {
    [`${key}.load_seconds`]: seconds,
    [`${key}.load_pause_ms`]: pauseMs,
    [`${key}.load_memory_ratio`]: memoryRatio,
  };
}

async function load(): Promise<Loaded> {
  const { artifactBytes, ...model } = JSON.parse(process.argv[2] ?? '{}') as ModelRef & {
    artifactBytes: number;
  };
  const db = createDb(process.env.DATABASE_URL ?? '', { applicationName: 'bench', onConnectionError() {} });
  const noLog = { info() {}, warn() {}, error: console.error } as unknown as Parameters<typeof createModelCache>[1];
  const cache = createModelCache(db, noLog, { maxMegabytes: 8_000 });
  // The driver's first query is no part of a model.
  await describeArtifact(db, model);
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const started = performance.now();
  await cache.load(model);
  const seconds = (performance.now() - started) / 1000;
  delay.disable();
  globalThis.gc?.();
  const memoryRatio = (process.memoryUsage.rss() - before) / artifactBytes;
  await db.destroy();
  return { seconds, pauseMs: delay.max / 1e6, memoryRatio };
}

if (import.meta.main) {
  process.stdout.write(JSON.stringify(await load()));
  process.exit(0);
}
