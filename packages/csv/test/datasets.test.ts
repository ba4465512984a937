import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportKind } from '@curio/contracts';
import { describe, expect, it } from 'vitest';
import { createRowMapper, detect, headBytes, preview, readRecords, suggestMapping } from '../src/index.ts';

const datasets = process.env.CURIO_DATASETS ?? join(import.meta.dirname, '../../../../shared/datasets');

interface Imported {
  fields: Record<string, string>;
  read: number;
  kept: number;
  codes: Record<string, number>;
  /** Kept interactions by type. */
  types: Record<string, number>;
}

async function importFile(file: string, kind: ImportKind): Promise<Imported> {
  const path = join(datasets, file);
  const bytes = readFileSync(path);
  const whole = bytes.length <= headBytes;
  const detected = detect(bytes.subarray(0, headBytes), whole);
  const { columns } = preview(bytes.subarray(0, headBytes), detected, { whole });
  const mapping = suggestMapping(kind, columns);
  const map = createRowMapper(
    kind,
    columns.map((column) => column.name),
    mapping,
  );
  const counts = { read: 0, kept: 0 };
  const codes: Record<string, number> = {};
  const types: Record<string, number> = {};
  for await (const batch of readRecords(createReadStream(path), detected))
    for (const record of batch) {
      const mapped = map(record);
      counts.read++;
      if (mapped.ok) {
        counts.kept++;
        if ('type' in mapped.row) types[mapped.row.type] = (types[mapped.row.type] ?? 0) + 1;
      } else codes[mapped.code] = (codes[mapped.code] ?? 0) + 1;
    }
  const fields = Object.fromEntries(Object.entries(mapping.columns).map(([name, target]) => [name, target.field]));
  return { fields, ...counts, codes, types };
}

describe.skipIf(!existsSync(datasets))('real files', () => {
  it('MovieLens', async () => {
    expect(await importFile('ml-latest-small/movies.csv', 'items')).toEqual({
      fields: { movieId: 'itemId', title: 'title', genres: 'categories' },
      read: 9742,
      kept: 9742,
      codes: {},
      types: {},
    });
    expect(await importFile('ml-latest-small/ratings.csv', 'interactions')).toEqual({
      fields: { userId: 'userId', movieId: 'itemId', rating: 'value', timestamp: 'timestamp' },
      read: 100_836,
      kept: 100_836,
      codes: {},
      types: { rating: 100_836 },
    });
    expect(await importFile('ml-latest-small/tags.csv', 'interactions')).toMatchObject({
      fields: { userId: 'userId', movieId: 'itemId', timestamp: 'timestamp' },
      kept: 3683,
      types: { tag: 3683 },
    });
    expect((await importFile('ml-latest-small/links.csv', 'items')).fields).toMatchObject({ movieId: 'itemId' });
  });

  it('Last.fm: listening counts and artists', async () => {
    expect(await importFile('lastfm-hetrec/user_artists.dat', 'interactions')).toMatchObject({
      fields: { userID: 'userId', artistID: 'itemId', weight: 'value' },
      kept: 92_834,
      types: { play: 92_834 },
    });
    expect((await importFile('lastfm-hetrec/artists.dat', 'items')).fields).toEqual({
      id: 'itemId',
      name: 'title',
      url: 'url',
      pictureURL: 'imageUrl',
    });
  });

  it('Steam: hours, purchases and games', async () => {
    expect(await importFile('steam/game_play.dat', 'interactions')).toMatchObject({
      fields: { User_ID: 'userId', Game_ID: 'itemId', Hours: 'value' },
      kept: 70_489,
      types: { play: 70_489 },
    });
    expect(await importFile('steam/game_purchase.dat', 'interactions')).toMatchObject({
      fields: { User_ID: 'userId', Game_ID: 'itemId' },
      kept: 129_511,
      types: { purchase: 129_511 },
    });
    expect((await importFile('steam/item_info.dat', 'items')).fields).toEqual({
      Game_ID: 'itemId',
      'Game Name': 'title',
    });
  });

  it('Online Retail: every row without a customer is rejected, nothing else, and cancellations are refunds', async () => {
    const { fields, read, kept, codes, types } = await importFile('online-retail.csv.gz', 'interactions');
    expect(fields).toMatchObject({
      CustomerID: 'userId',
      StockCode: 'itemId',
      InvoiceDate: 'timestamp',
      Quantity: 'value',
      InvoiceNo: 'ignore',
    });
    expect({ read, kept, codes }).toEqual({ read: 541_909, kept: 406_829, codes: { 'missing-user-id': 135_080 } });
    expect(types).toEqual({ purchase: 397_924, refund: 8_905 });
    expect((await importFile('online-retail.csv.gz', 'items')).fields).toMatchObject({
      StockCode: 'itemId',
      Description: 'title',
      UnitPrice: 'price',
      InvoiceNo: 'ignore',
    });
  });
});
