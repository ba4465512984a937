import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Interactions } from '../packages/engine/src/data/records.ts';
import type { Log } from './measure.ts';
import { peersPython, runPeer } from './peers/run-peer.ts';

const k = 20;

export interface PeerData {
  /** First part of the figures' keys. */
  name: string;
  items: number;
  train: Interactions;
  test: { indptr: Uint32Array; indices: Uint32Array };
}

/** Recall@20 and NDCG@20 of other libraries on the same split, each with its own training and ranking. */
export async function peers(data: PeerData, methods: readonly string[], log: Log): Promise<Record<string, number>> {
  if (peersPython === undefined) {
    log(`${data.name} peers: skipped, CURIO_PEERS_PYTHON is not set`);
    return {};
  }
  const figures: Record<string, number> = {};
  const folder = await mkdtemp(join(tmpdir(), 'curio-peers-'));
  try {
    const { indptr, indices } = positives(data.train);
    await writeFile(join(folder, 'indptr.bin'), indptr);
    await writeFile(join(folder, 'indices.bin'), indices);
    await writeFile(join(folder, 'items.bin'), Uint32Array.of(data.items));
    for (const method of methods) {
      try {
        const { seconds } = await runPeer('recommend.py', [method, folder, availableParallelism()]);
        const bytes = await readFile(join(folder, 'lists.bin'));
        const lists = new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
        const { recall, ndcg } = measureLists(lists, data.test);
        Object.assign(figures, {
          [`${data.name}.peer.${method}.recall@20`]: recall,
          [`${data.name}.peer.${method}.ndcg@20`]: ndcg,
          [`${data.name}.peer.${method}.seconds`]: Number(seconds),
        });
        const what = `${data.name} peer ${method}`.padEnd(24);
        log(`${what} recall@20 ${recall.toFixed(4)}, NDCG@20 ${ndcg.toFixed(4)}, fit ${Number(seconds).toFixed(1)} s`);
      } catch (error) {
        log(`${data.name} peer ${method}: skipped, ${String(error).trim().split('\n').at(-1)}`);
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return figures;
}

function positives({ indptr, indices, values }: Interactions) {
  const starts = new Uint32Array(indptr.length);
  const kept: number[] = [];
  for (let u = 0; u + 1 < indptr.length; u++) {
    for (let p = indptr[u]; p < indptr[u + 1]; p++) if (values[p] > 0) kept.push(indices[p]);
    starts[u + 1] = kept.length;
  }
  return { indptr: starts, indices: Uint32Array.from(kept) };
}

/** As the engine's evaluation: NDCG with the ideal cut at min(k, held-out items), recall over all of them. */
function measureLists(lists: Uint32Array, { indptr, indices }: PeerData['test']) {
  let [recall, ndcg, users] = [0, 0, 0];
  for (let u = 0; u + 1 < indptr.length; u++) {
    const wanted = new Set(indices.subarray(indptr[u], indptr[u + 1]));
    if (wanted.size === 0) continue;
    let [hits, gain, ideal] = [0, 0, 0];
    for (let rank = 0; rank < k; rank++) {
      const discount = 1 / Math.log2(rank + 2);
      if (wanted.has(lists[u * k + rank])) {
        hits++;
        gain += discount;
      }
      if (rank < wanted.size) ideal += discount;
    }
    recall += hits / wanted.size;
    ndcg += gain / ideal;
    users++;
  }
  return { recall: recall / users, ndcg: ndcg / users };
}
