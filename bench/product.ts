/**
 * Seconds from a CSV to a trained, evaluated and registered model, over HTTP, with Postgres, the API and the worker in
 * separate processes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Import, Model } from '@curio/contracts';
import { buildKernels } from '../scripts/build/kernels.ts';
import { type Log, row } from './measure.ts';
import { ask, importMapping as mapping, send, until } from './product-http.ts';
import { writeRows } from './product-rows.ts';
import { type MeasuredCurio, startCurio } from './serve-curio.ts';

const sizes = {
  '1m': { users: 13_800, items: 5_000, interactions: 1_000_000, asked: '30 s, aim 12 s' },
  '10m': { users: 138_000, items: 20_000, interactions: 10_000_000, asked: '240 s, aim 90 s' },
};
type Size = keyof typeof sizes;

/** Prints the seconds of each stage and returns them as one flat object; `CURIO_BENCH_ROWS=1m` skips the larger size. */
export async function run({ log }: { dataDir: string; log: Log }): Promise<Record<string, number>> {
  await buildKernels();
  const only = process.env.CURIO_BENCH_ROWS?.split(',') ?? Object.keys(sizes);
  const figures: Record<string, number> = {};
  for (const size of Object.keys(sizes) as Size[]) {
    if (!only.includes(size)) continue;
    // Each size has a separate database, without the rows of the other one.
    const folder = mkdtempSync(join(tmpdir(), 'curio-rows-'));
    const interrupted = () => rmSync(folder, { recursive: true, force: true });
    process.once('SIGINT', interrupted);
    try {
      Object.assign(figures, await measure(size, folder, log));
    } finally {
      process.off('SIGINT', interrupted);
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return figures;
}

async function measure(size: Size, folder: string, log: Log): Promise<Record<string, number>> {
  const path = join(folder, 'interactions.csv');
  const rows = await writeRows(path, sizes[size]);
  const curio = await startCurio();
  try {
    await curio.startWorker();
    const projectId = await curio.addProject(`Rows ${size}`);
    const { seconds, version } = await measureStages(curio, projectId, path);
    const total = Object.values(seconds).reduce((sum, value) => sum + value, 0);
    const ndcg = version.metrics?.['ndcg@10']?.value ?? Number.NaN;
    const popular = version.baseline?.metrics['ndcg@10']?.value ?? Number.NaN;
    const against = `asked ${sizes[size].asked}; NDCG@10 ${ndcg.toFixed(4)}, popularity ${popular.toFixed(4)}`;
    log(row(`CSV of ${rows} rows (generated) to a live ials`, `${total.toFixed(1)} s`, against));
    for (const [stage, value] of Object.entries(seconds)) log(row(`  ${stage}`, `${value.toFixed(1)} s`));
    return {
      [`product.${size}.csv_to_registered.seconds`]: total,
      ...Object.fromEntries(
        Object.entries(seconds).map(([stage, value]) => [`product.${size}.${stage}.seconds`, value]),
      ),
      [`product.${size}.ndcg_at_10`]: ndcg,
    };
  } finally {
    await curio.stop();
  }
}

async function measureStages(curio: MeasuredCurio, projectId: string, path: string) {
  const project = `${curio.url}/v1/projects/${projectId}`;
  let last = performance.now();
  const lap = () => {
    const seconds = (performance.now() - last) / 1000;
    last = performance.now();
    return seconds;
  };

  const uploaded = await send<Import>(curio, `${project}/imports?kind=interactions&filename=interactions.csv`, path);
  rmSync(path);
  const upload = lap();
  const imported = `${project}/imports/${uploaded.id}`;
  await ask(curio, 'PUT', `${imported}/mapping`, mapping);
  await ask(curio, 'POST', `${imported}/apply`, { mode: 'upsert' });
  await until(async () => {
    const { phase, problem } = await ask<Import>(curio, 'GET', imported);
    if (phase === 'rejected' || phase === 'failed') throw new Error(`The import was ${phase}: ${problem?.detail}`);
    return phase === 'applied' || undefined;
  });
  const importing = lap();

  const asked = await ask<Model>(curio, 'POST', `${project}/models`, { algorithm: 'ials' });
  const version = await until(async () => {
    const model = await ask<Model>(curio, 'GET', `${project}/models/${asked.version}`);
    if (model.status === 'failed') throw new Error(`The training failed: ${model.problem?.detail}`);
    if (model.status !== 'ready') return undefined;
    if (!model.gate?.passed) throw new Error(`The version did not go live: ${model.gate?.why}`);
    return model.alias === 'live' ? model : undefined;
  });
  const whole = lap();

  // The log has the start of each stage: the one after the reading is the engine's first stage, with the dataset built.
  const at = (entry: { at: string } | undefined) => Date.parse(entry?.at ?? '') / 1000;
  const begun = at({ at: version.createdAt });
  const reading = version.log.findIndex(({ stage }) => stage === 'Reading the data');
  const registering = at(version.log.find(({ stage }) => stage === 'Registering'));
  const snapshot = at(version.log[reading + 1]) - begun;
  const train = registering - at(version.log[reading + 1]);
  return {
    version,
    seconds: { upload, import: importing, snapshot, train, register: whole - snapshot - train },
  };
}

if (import.meta.main) await run({ dataDir: '', log: console.log });
