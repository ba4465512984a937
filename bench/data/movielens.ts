import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Dataset, DatasetBuilder } from '../../packages/engine/src/training/index.ts';
import { parseCsv } from './parse-csv.ts';

/** MovieLens (ml-latest-small): ratings with times, titles and genres. */
export async function movieLens(dataDir: string): Promise<Dataset> {
  const builder = new DatasetBuilder();
  const text = (file: string) => readFile(join(dataDir, 'ml-latest-small', file), 'utf8');
  for (const [itemId, title, genres] of parseCsv(await text('movies.csv'))) {
    const categories = genres.split('|').filter((genre) => !genre.startsWith('('));
    builder.addItem({ itemId, title, categories });
  }
  for (const [userId, itemId, rating, time] of parseCsv(await text('ratings.csv'))) {
    builder.addInteraction({ userId, itemId, type: 'rating', value: Number(rating), time: Number(time) });
  }
  return builder.build();
}
