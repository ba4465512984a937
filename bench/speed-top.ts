import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Csr,
  createFoldIn,
  createRanker,
  fitIals,
  type Pool,
  seededFactors,
  topAll,
  transposeCsr,
} from '../packages/engine/src/kernels/index.ts';
import { type Log, median, row, timeRuns } from './measure.ts';
import { peersPython, runPeer } from './peers/run-peer.ts';
import { plantInteractions } from './planted-interactions.ts';

const QUERIES = 50;

/** Exact top-20 on one thread. Throws where a list differs from that of a plain f32 scan. */
export async function speedOfTop(log: Log): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  const sizes: [string, number, number][] = [
    ['10k', 10_000, 400],
    ['41k', 41_000, 400],
    ['1m', 1_000_000, 60],
  ];
  for (const [name, items, runs] of sizes) {
    const factors = seededFactors(items, 64, 1, 1);
    const queries = Array.from({ length: QUERIES }, (_, query) => seededFactors(1, 64, 1, 100 + query));
    const fast = createRanker(factors, items, 64, { quantized: true });
    const scan = createRanker(factors, items, 64, { quantized: false });
    for (const query of queries) {
      const [got, wanted] = [fast.top(query, 20), scan.top(query, 20)];
      if (got.items.join() !== wanted.items.join()) throw new Error(`The 8-bit pass changed a list of ${items} items.`);
    }
    const milliseconds = median(timeRuns(runs, QUERIES, (run) => fast.top(queries[run % QUERIES]!, 20)));
    const plain = median(timeRuns(Math.ceil(runs / 4), 10, (run) => scan.top(queries[run % QUERIES]!, 20)));
    figures[`topk.${name}_d64.ms`] = milliseconds;
    figures[`topk.${name}_d64.f32_scan_ms`] = plain;
    const peer = await numpyTop(factors, queries, Math.ceil(runs / 4));
    if (peer !== undefined) figures[`topk.${name}_d64.ratio_to_numpy`] = peer / milliseconds;
    const beside = peer === undefined ? '' : `, numpy ${peer.toFixed(3)} ms: ${(peer / milliseconds).toFixed(1)} ×`;
    const against = `f32 scan ${plain.toFixed(3)} ms${beside}; same ${QUERIES} lists`;
    log(row(`exact top-20 of ${items} × 64 (generated), one thread`, `${milliseconds.toFixed(3)} ms`, against));
  }
  return figures;
}

/** Median milliseconds of the same by numpy; undefined where no Python is named. */
async function numpyTop(factors: Float32Array, queries: Float32Array[], runs: number): Promise<number | undefined> {
  if (peersPython === undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'curio-bench-'));
  try {
    await writeFile(join(folder, 'items.bin'), factors);
    await writeFile(join(folder, 'queries.bin'), Buffer.concat(queries.map((query) => Buffer.from(query.buffer))));
    const { milliseconds } = await runPeer('top-k.py', [folder, 64, runs]);
    return Array.isArray(milliseconds) ? median(milliseconds.map(Number)) : undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Gowalla's published training part from FOLDER/gowalla, or undefined where it is not there. */
async function readGowalla(folder: string): Promise<{ csr: Csr; items: number } | undefined> {
  let text: string;
  try {
    text = await readFile(join(folder, 'gowalla/train.txt'), 'utf8');
  } catch {
    return undefined;
  }
  const rows = text
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map(Number))
    .sort((a, b) => a[0]! - b[0]!);
  const users = rows.at(-1)![0]! + 1;
  const indptr = new Uint32Array(users + 1);
  for (const [user, ...items] of rows) indptr[user! + 1] = items.length;
  for (let user = 0; user < users; user++) indptr[user + 1]! += indptr[user]!;
  const indices = Uint32Array.from(rows.flatMap((items) => items.slice(1)));
  const items = indices.reduce((most, item) => Math.max(most, item + 1), 0);
  return { csr: { indptr, indices, values: new Float32Array(indices.length).fill(1) }, items };
}

/** The top-100 of all users at Gowalla's size, and one fold-in with the same model. */
export async function speedOfEveryone(pool: Pool, dataDir: string, log: Log): Promise<Record<string, number>> {
  const real = await readGowalla(dataDir);
  let csr = real?.csr;
  let items = real?.items ?? 0;
  if (csr === undefined) {
    items = 40981;
    csr = plantInteractions(29858, items, 810_000, 1).train;
  }
  const weighting = { regularization: 0.003, regularizationExponent: 1, unobservedWeight: 0.03 };
  const input = { byUser: csr, byItem: transposeCsr(csr, items), factors: 64, iterations: 8, seed: 1, ...weighting };
  const { userFactors, itemFactors } = await fitIals(pool, input);
  const seconds: number[] = [];
  for (let round = 0; round < 3; round++) {
    const started = performance.now();
    await topAll(pool, userFactors, itemFactors, 64, csr, 100);
    seconds.push((performance.now() - started) / 1000);
  }
  const label = real === undefined ? "generated, Gowalla's size" : 'Gowalla';
  const users = csr.indptr.length - 1;
  log(row(`top-100 of all users, ${users} × ${items} (${label})`, `${median(seconds).toFixed(2)} s`));
  const model = createFoldIn(itemFactors, 64, weighting);
  const history = { items: csr.indices.slice(0, 100), values: new Float32Array(100).fill(1) };
  const folding = median(timeRuns(300, 100, () => model.user({ ...history })));
  log(row('fold in 100 events, d = 64, one thread', `${folding.toFixed(3)} ms`));
  const key = real === undefined ? 'everyone.generated_gowalla_size.seconds' : 'everyone.gowalla.seconds';
  return { [key]: median(seconds), 'fold_in.d64.ms': folding };
}
