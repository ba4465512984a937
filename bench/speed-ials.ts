import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Csr, type Factors, fitIals, type Pool, transposeCsr } from '../packages/engine/src/kernels/index.ts';
import { factorsNdcg } from './factors-ndcg.ts';
import { type Log, median, row } from './measure.ts';
import { peersPython, runPeer } from './peers/run-peer.ts';
import { type Planted, plantInteractions } from './planted-interactions.ts';

interface Size {
  name: keyof typeof OURS;
  users: number;
  items: number;
  interactions: number;
}

const SMALL: Size = { name: '1m', users: 13800, items: 5000, interactions: 1_040_000 };
const LARGE: Size = { name: '10m', users: 138000, items: 20000, interactions: 10_400_000 };

/**
 * Iterations of each run. Curio and `implicit` run in turns, so that other load affects both. The quality is that of the
 * first run.
 */
const ROUNDS = [10, 4, 4];
/** The parameters with the best held-out NDCG of a small grid, for each library and size. */
const OURS = {
  '1m': { regularization: 0.003, regularizationExponent: 1, unobservedWeight: 0.3 },
  '10m': { regularization: 0.0005, regularizationExponent: 1, unobservedWeight: 0.2 },
};
const IMPLICIT = { '1m': { regularization: 30, alpha: 10 }, '10m': { regularization: 30, alpha: 10 } };

interface Run {
  seconds: number[];
  factors: Factors;
}

async function fitOurs(pool: Pool, size: Size, byUser: Csr, byItem: Csr, d: number, iterations: number): Promise<Run> {
  const seconds: number[] = [];
  let last = performance.now();
  const onIteration = () => {
    seconds.push((performance.now() - last) / 1000);
    last = performance.now();
  };
  const factors = await fitIals(pool, {
    ...OURS[size.name],
    byUser,
    byItem,
    factors: d,
    iterations,
    seed: 1,
    onIteration,
  });
  // The first iteration also validates the matrices and copies them to the memory of the kernel.
  return { seconds: seconds.slice(1), factors };
}

async function fitImplicit(pool: Pool, size: Size, folder: string, d: number, iterations: number): Promise<Run> {
  const { regularization, alpha } = IMPLICIT[size.name];
  const answer = await runPeer('implicit-als.py', [folder, d, iterations, regularization, alpha, pool.threads]);
  const read = async (name: string) => {
    const bytes = await readFile(join(folder, name));
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  };
  const seconds = Array.isArray(answer.seconds) ? answer.seconds.map(Number).slice(1) : [];
  return {
    seconds,
    factors: { userFactors: await read('user-factors.bin'), itemFactors: await read('item-factors.bin') },
  };
}

async function compare(pool: Pool, size: Size, data: Planted, d: number, log: Log): Promise<Record<string, number>> {
  const key = `ials.${size.name}.d${d}`;
  const byItem = transposeCsr(data.train, data.items);
  const folder = await mkdtemp(join(tmpdir(), 'curio-bench-'));
  const [ours, theirs]: [number[], number[]] = [[], []];
  const figures: Record<string, number> = {};
  try {
    await writeFile(join(folder, 'indptr.bin'), data.train.indptr);
    await writeFile(join(folder, 'indices.bin'), data.train.indices);
    await writeFile(join(folder, 'items.bin'), Uint32Array.of(data.items));
    for (const [round, iterations] of ROUNDS.entries()) {
      const own = await fitOurs(pool, size, data.train, byItem, d, iterations);
      ours.push(...own.seconds);
      if (round === 0) figures[`${key}.ndcg@10`] = await factorsNdcg(pool, data, own.factors, d);
      if (peersPython === undefined) continue;
      const peer = await fitImplicit(pool, size, folder, d, iterations);
      theirs.push(...peer.seconds);
      if (round === 0) figures[`${key}.implicit_ndcg@10`] = await factorsNdcg(pool, data, peer.factors, d);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const seconds = median(ours);
  figures[`${key}.seconds_per_iteration`] = seconds;
  const what = `iALS, ${data.train.indices.length} interactions (generated), d = ${d}`;
  let against = `NDCG@10 ${figures[`${key}.ndcg@10`]?.toFixed(4)}; implicit skipped: CURIO_PEERS_PYTHON is not set`;
  if (theirs.length > 0) {
    const peerSeconds = median(theirs);
    figures[`${key}.implicit_seconds_per_iteration`] = peerSeconds;
    figures[`${key}.ratio_to_implicit`] = peerSeconds / seconds;
    const quality = `NDCG@10 ${figures[`${key}.ndcg@10`]?.toFixed(4)} against ${figures[`${key}.implicit_ndcg@10`]?.toFixed(4)}`;
    against = `implicit ${peerSeconds.toFixed(3)} s, ${(peerSeconds / seconds).toFixed(2)} × as fast; ${quality}`;
  }
  log(row(what, `${seconds.toFixed(3)} s/iter`, against));
  return figures;
}

/** Seconds per iteration and held-out quality, compared with `implicit` where it is installed. */
export async function speedOfIals(pool: Pool, log: Log): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  const small = plantInteractions(SMALL.users, SMALL.items, SMALL.interactions, 1);
  Object.assign(figures, await compare(pool, SMALL, small, 64, log));
  const large = plantInteractions(LARGE.users, LARGE.items, LARGE.interactions, 1);
  for (const d of [64, 128]) Object.assign(figures, await compare(pool, LARGE, large, d, log));
  return figures;
}
