import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Dataset, DatasetBuilder } from '../../packages/engine/src/training/index.ts';

/** Gowalla's check-ins in the split of LightGCN (He et al. 2020) and later papers. The data has no times. */
export async function gowalla(
  dataDir: string,
): Promise<{ dataset: Dataset; test: { indptr: Uint32Array; indices: Uint32Array } }> {
  const builder = new DatasetBuilder();
  const read = async (file: string) =>
    (await readFile(join(dataDir, 'gowalla', file), 'utf8')).split('\n').map((line) => line.trim().split(' '));
  const heldOut = await read('test.txt');
  for (const [userId, ...items] of await read('train.txt')) {
    for (const itemId of items) builder.addInteraction({ userId, itemId, type: 'visit' });
  }
  const dataset = builder.build();
  const user = new Map(dataset.userIds.map((id, u) => [id, u]));
  const item = new Map(dataset.itemIds.map((id, i) => [id, i]));
  const rows: number[][] = dataset.userIds.map(() => []);
  for (const [userId, ...items] of heldOut) {
    const row = rows[user.get(userId) ?? -1];
    for (const id of items) {
      const index = item.get(id);
      if (row && index !== undefined) row.push(index);
    }
  }
  const indptr = new Uint32Array(rows.length + 1);
  rows.forEach((row, u) => {
    indptr[u + 1] = indptr[u] + row.length;
  });
  return { dataset, test: { indptr, indices: Uint32Array.from(rows.flat()) } };
}
