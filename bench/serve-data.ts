import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Dataset, DatasetBuilder } from '../packages/engine/src/training/index.ts';
import { gowalla } from './data/gowalla.ts';
import { movieLens } from './data/movielens.ts';
import { onlineRetail } from './data/retail.ts';
import { plantInteractions } from './planted-interactions.ts';

export interface Source {
  key: string;
  name: string;
  /** Below the data folder. */
  file: string;
  read(dataDir: string): Promise<Dataset>;
  /** Users, items and interactions of the generated data, where the file is missing. */
  size: [users: number, items: number, interactions: number];
}

export const sources = {
  movielens: {
    key: 'movielens',
    name: 'MovieLens-small',
    file: 'ml-latest-small/ratings.csv',
    read: movieLens,
    size: [610, 9742, 100_836] as Source['size'],
  },
  retail: {
    key: 'retail',
    name: 'Online Retail',
    file: 'online-retail.csv.gz',
    read: onlineRetail,
    size: [4372, 3684, 267_615] as Source['size'],
  },
  gowalla: {
    key: 'gowalla',
    name: 'Gowalla',
    file: 'gowalla/train.txt',
    read: async (dataDir: string) => (await gowalla(dataDir)).dataset,
    size: [29_858, 40_981, 810_128] as Source['size'],
  },
} satisfies Record<string, Source>;

/** The real data where it is present, else generated data of its size, which is labelled as generated. */
export async function openSource(
  source: Source,
  dataDir: string,
): Promise<{ dataset: Dataset; key: string; name: string }> {
  if (existsSync(join(dataDir, source.file))) {
    return { dataset: await source.read(dataDir), key: source.key, name: source.name };
  }
  const name = `generated, the size of ${source.name}`;
  return { dataset: generated(source.size), key: `generated_${source.key}`, name };
}

function generated([users, items, interactions]: Source['size']): Dataset {
  const { train } = plantInteractions(users, items, interactions, 1);
  const builder = new DatasetBuilder();
  for (let user = 0; user < users; user++) {
    for (let at = train.indptr[user]; at < train.indptr[user + 1]; at++) {
      builder.addInteraction({ userId: `u${user}`, itemId: `i${train.indices[at]}`, type: 'view' });
    }
  }
  return builder.build();
}
