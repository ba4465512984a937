import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportKind } from '@curio/contracts';
import { describe, expect, it } from 'vitest';
import { createRowMapper, detect, headBytes, preview, readRecords, suggestMapping } from '../src/index.ts';

const datasets = process.env.CURIO_DATASETS ?? join(import.meta.dirname, '../../../../shared/datasets');

async function importFile(
  file: string,
  kind: ImportKind,
): Promise<{ fields: Record<string, string>; read: number; kept: number; codes: Record<string, number> }> {
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
  for await (const batch of readRecords(createReadStream(path), detected))
    for (const record of batch) {
      const mapped = map(record);
      counts.read++;
      if (mapped.ok) counts.kept++;
      else codes[mapped.code] = (codes[mapped.code] ?? 0) + 1;
    }
  const fields = Object.fromEntries(Object.entries(mapping.columns).map(([name, target]) => [name, target.field]));
  return { fields, ...counts, codes };
}

describe.skipIf(!existsSync(datasets))('real files', () => {
  it('MovieLens', async () => {
    expect(await importFile('ml-latest-small/movies.csv', 'items')).toEqual({
      fields: { movieId: 'itemId', title: 'title', genres: 'categories' },
      read: 9742,
      kept: 9742,
      codes: {},
    });
    expect(await importFile('ml-latest-small/ratings.csv', 'interactions')).toEqual({
      fields: { userId: 'userId', movieId: 'itemId', rating: 'value', timestamp: 'timestamp' },
      read: 100_836,
      kept: 100_836,
      codes: {},
    });
  });

  it('Online Retail: every row without a customer is rejected, nothing else', async () => {
    const { fields, read, kept, codes } = await importFile('online-retail.csv.gz', 'interactions');
    expect(fields).toMatchObject({
      CustomerID: 'userId',
      StockCode: 'itemId',
      InvoiceDate: 'timestamp',
      Quantity: 'value',
      InvoiceNo: 'ignore',
    });
    expect({ read, kept, codes }).toEqual({ read: 541_909, kept: 406_829, codes: { 'missing-user-id': 135_080 } });
  });
});
