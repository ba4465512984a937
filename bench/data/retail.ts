import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Dataset, DatasetBuilder } from '../../packages/engine/src/training/index.ts';
import { parseCsv } from './parse-csv.ts';

/** UCI Online Retail: purchases and cancellations of customers, one description and price per stock code. */
export async function onlineRetail(dataDir: string): Promise<Dataset> {
  const builder = new DatasetBuilder();
  const text = gunzipSync(await readFile(join(dataDir, 'online-retail.csv.gz'))).toString('utf8');
  const seen = new Set<string>();
  for (const [, itemId, title, quantity, date, price, userId] of parseCsv(text)) {
    if (title && !seen.has(itemId)) {
      builder.addItem({ itemId, title, price: Number(price) });
      seen.add(itemId);
    }
    if (!userId) continue;
    const time = Date.parse(`${date.replace(' ', 'T')}Z`) / 1000;
    builder.addInteraction({ userId, itemId, type: 'purchase', value: Number(quantity), time });
  }
  return builder.build();
}
