/**
 * Seconds from the end of an upload until all rows of a CSV of interactions are visible, over HTTP, with Postgres, the API and
 * the worker in separate processes; next to bare COPYs of the same rows into the same table.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Import } from '@curio/contracts';
import pg from 'pg';
import { buildKernels } from '../scripts/build/kernels.ts';
import { type Log, row } from './measure.ts';
import { ask, importMapping, send, until } from './product-http.ts';
import { writeRows } from './product-rows.ts';
import { startCurio } from './serve-curio.ts';

const sizes = {
  '1m': { users: 13_800, items: 5_000, interactions: 1_000_000, asked: 'asked 6 s' },
  '10m': { users: 138_000, items: 20_000, interactions: 10_000_000, asked: 'asked 55 s' },
};
type Size = keyof typeof sizes;

/** Prints and returns the figures of each size; `CURIO_BENCH_ROWS=1m` skips the larger one. */
export async function run({ log }: { dataDir: string; log: Log }): Promise<Record<string, number>> {
  await buildKernels();
  const only = process.env.CURIO_BENCH_ROWS?.split(',') ?? Object.keys(sizes);
  const figures: Record<string, number> = {};
  for (const size of Object.keys(sizes) as Size[]) {
    if (!only.includes(size)) continue;
    const folder = mkdtempSync(join(tmpdir(), 'curio-import-'));
    // Postgres writes the rows of the bare COPYs into it, as another account where this one is root.
    chmodSync(folder, 0o777);
    const interrupted = () => rmSync(folder, { recursive: true, force: true });
    process.once('SIGINT', interrupted);
    try {
      const measured = await measure(size, folder, log);
      for (const [name, value] of Object.entries(measured)) figures[`import.${size}.${name}`] = value;
      figures['import.worker_peak_mb'] = Math.max(figures['import.worker_peak_mb'] ?? 0, measured.worker_peak_mb);
    } finally {
      process.off('SIGINT', interrupted);
      interrupted();
    }
  }
  return figures;
}

async function measure(size: Size, folder: string, log: Log) {
  const path = join(folder, 'interactions.csv');
  const rows = await writeRows(path, sizes[size]);
  const curio = await startCurio();
  try {
    const worker = await curio.startWorker();
    const projectId = await curio.addProject(`Rows ${size}`);
    const project = `${curio.url}/v1/projects/${projectId}`;
    const uploaded = await send<Import>(curio, `${project}/imports?kind=interactions&filename=interactions.csv`, path);
    rmSync(path);
    const imported = `${project}/imports/${uploaded.id}`;
    const start = performance.now();
    await ask(curio, 'PUT', `${imported}/mapping`, importMapping);
    await ask(curio, 'POST', `${imported}/apply`, { mode: 'upsert' });
    const reading = { seconds: Number.NaN };
    const done = await until(async () => {
      const { phase, progress, problem, rows: counts } = await ask<Import>(curio, 'GET', imported);
      if (phase === 'rejected' || phase === 'failed') throw new Error(`The import was ${phase}: ${problem?.detail}`);
      if (progress.step === 'reading') reading.seconds = (performance.now() - start) / 1000;
      return phase === 'applied' ? counts : undefined;
    });
    const seconds = (performance.now() - start) / 1000;
    if (done?.new !== rows) throw new Error(`${done?.new} of ${rows} rows are new`);
    const peak = peakMegabytes(worker);
    const copies = await copyRows(curio.ownerUrl, projectId, folder);
    log(row(`CSV of ${rows} interactions (generated) applied`, `${seconds.toFixed(1)} s`, sizes[size].asked));
    log(row('  of which until the rows are read, about', `${reading.seconds.toFixed(1)} s`));
    log(
      row(
        '  bare COPY in the order of the file',
        `${copies.inFileOrder.toFixed(1)} s`,
        times(seconds, copies.inFileOrder),
      ),
    );
    log(
      row(
        '  bare COPY in the order of the key',
        `${copies.inKeyOrder.toFixed(1)} s`,
        times(seconds, copies.inKeyOrder),
      ),
    );
    log(row('  peak memory of the worker', `${peak.toFixed(0)} MB`, 'asked 300 MB'));
    return {
      seconds,
      ratio_to_copy: seconds / copies.inFileOrder,
      ratio_to_sorted_copy: seconds / copies.inKeyOrder,
      worker_peak_mb: peak,
    };
  } finally {
    await curio.stop();
  }
}

const times = (one: number, other: number): string => `${(one / other).toFixed(2)} ×`;

/** The largest resident memory of a process so far; Linux only. */
function peakMegabytes(pid: number): number {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return Number.NaN;
  }
}

const columns = 'occurred_at, project_number, user_number, item_number, import_number, value, type_number, ordinal';
/** Planted rows have increasing times, in the order of the file. */
const orders = { inFileOrder: 'occurred_at', inKeyOrder: 'user_number, occurred_at, item_number' };

/** Seconds of COPYs of the project's rows into the same table, as rows of other projects, from files in binary format. */
async function copyRows(
  ownerUrl: string,
  projectId: string,
  folder: string,
): Promise<Record<keyof typeof orders, number>> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const seconds = { inFileOrder: 0, inKeyOrder: 0 };
  try {
    for (const [name, order] of Object.entries(orders) as [keyof typeof orders, string][]) {
      const path = join(folder, name);
      const { rows } = await owner.query<{ number: number; other: number }>(
        `with other as (insert into projects (id, workspace_id, name) values ($2, 'wsp_bench', $2) returning number)
         select p.number, other.number as other from projects p, other where p.id = $1`,
        [projectId, name],
      );
      const { number, other } = rows[0]!;
      await owner.query(
        `copy (select ${columns.replace('project_number', `${other}`)} from interactions where project_number = ${number}
           order by ${order}) to '${path}' (format binary)`,
      );
      await owner.query('checkpoint');
      const start = performance.now();
      await owner.query(`copy interactions (${columns}) from '${path}' (format binary)`);
      seconds[name] = (performance.now() - start) / 1000;
      rmSync(path, { force: true });
    }
    return seconds;
  } finally {
    await owner.end();
  }
}

if (import.meta.main) await run({ dataDir: '', log: console.log });
