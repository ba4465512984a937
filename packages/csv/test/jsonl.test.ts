import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { createRowMapper } from '../src/index.ts';
import { readFile } from './sources.ts';

const lines = (...rows: unknown[]) =>
  strToU8(rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'));

it('flattens objects, keeps lists as JSON and unites the keys of the head', async () => {
  const { names, rows, detected, report } = await readFile(
    lines(
      { id: '00123', price: { value: 9.5, currency: 'EUR' }, tags: ['a', 'b'] },
      { id: 'x', sold: true, price: null, deep: { a: { b: { c: 1 } } }, parts: [{ n: 1 }] },
      '',
      '{}',
    ),
  );
  expect(detected).toMatchObject({ format: 'jsonl', encoding: 'utf-8', headerRow: 0, compression: 'none' });
  expect(names).toEqual(['id', 'price.value', 'price.currency', 'tags', 'sold', 'price', 'deep.a.b.c', 'parts']);
  expect(rows).toEqual([
    ['00123', '9.5', 'EUR', '["a","b"]', '', '', '', ''],
    ['x', '', '', '', 'true', '', '1', '[{"n":1}]'],
  ]);
  expect(report.skipped).toBe(2);
});

it('keeps the digits of numbers that JavaScript cannot hold', async () => {
  const { rows } = await readFile(
    lines(
      '{"id":9007199254740993,"n":1.10,"list":[9007199254740993,1],"text":"1234567890123456789"}',
      '{"id":-12345678901234567890}',
    ),
  );
  expect(rows).toEqual([
    ['9007199254740993', '1.1', '[9007199254740993,1]', '1234567890123456789'],
    ['-12345678901234567890', '', '', ''],
  ]);
});

it('reports lines that are not objects as rows, with the reason', async () => {
  const { records, names } = await readFile(
    lines({ id: '1', name: 'a' }, '{"id":"2",', '[1]', 'null', { id: '3', name: 'b' }),
  );
  expect(names).toEqual(['id', 'name']);
  const toRow = createRowMapper('items', names, { columns: { id: { field: 'itemId' }, name: { field: 'title' } } });
  const mapped = records.map(toRow);
  expect(mapped.map(({ ok }) => ok)).toEqual([true, false, false, false, true]);
  expect(mapped[1]).toMatchObject({
    line: 2,
    code: 'unreadable-row',
    reason: 'Line 2: the line is not a JSON object.',
  });
});

it('counts keys that appear only after the head', async () => {
  const rows = Array.from({ length: 6000 }, (_, i) => ({ id: `i${i}`, ...(i === 5500 && { late: 'x' }) }));
  const { names, report } = await readFile(lines(...rows));
  expect(names).toEqual(['id']);
  expect(report.warnings).toMatchObject([{ rows: 1, firstLine: 5501, reason: expect.stringContaining('"late"') }]);
});

it('is recognised in gzip, in ZIP, in UTF-16 and whatever the names of keys', async () => {
  const text = '{"__proto__":"a","constructor":"b","x":"é"}\n{"__proto__":"c","constructor":"d","x":"f"}\n';
  const expected = [
    ['a', 'b', 'é'],
    ['c', 'd', 'f'],
  ];
  const files = [
    strToU8(text),
    gzipSync(text),
    zipSync({ 'events.jsonl': strToU8(text) }),
    Buffer.from(`\ufeff${text}`, 'utf16le'),
    strToU8(text.replaceAll('\n', '\r\n')),
  ];
  for (const file of files) {
    const { names, rows } = await readFile(file);
    expect(names).toEqual(['__proto__', 'constructor', 'x']);
    expect(rows).toEqual(expected);
  }
});

it('returns every table of texts as it was written', async () => {
  const cell = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== '');
  const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(
      fc
        .uniqueArray(key, { minLength: 1, maxLength: 5 })
        .chain((keys) =>
          fc.tuple(fc.constant(keys), fc.array(fc.tuple(...keys.map(() => cell)), { minLength: 1, maxLength: 20 })),
        ),
      async ([keys, table]) => {
        const file = table.map(
          (cells) => `{${cells.map((text, i) => `${JSON.stringify(keys[i])}:${JSON.stringify(text)}`).join()}}`,
        );
        expect((await readFile(lines(...file))).rows).toEqual(table);
      },
    ),
    { numRuns: 25 },
  );
});
