import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { expect, it } from 'vitest';
import { readFile, sourceOf } from './sources.ts';

const write = (columnData: ColumnSource[], options: object = {}) =>
  new Uint8Array(parquetWriteBuffer({ columnData, ...options }));

it('reads ids exactly, dates as ISO texts and numbers as shown', async () => {
  const file = write([
    { name: 'user_id', data: [9007199254740993n, -1n, 2n ** 62n], type: 'INT64' },
    { name: 'item', data: ['00123', 'ü', null], type: 'STRING' },
    { name: 'price', data: [0.1, 12.5, 3], type: 'FLOAT' },
    {
      name: 'when',
      data: [new Date('2026-04-03T18:00:09Z'), new Date('1969-12-31T23:59:59.5Z'), null],
      type: 'TIMESTAMP',
    },
    { name: 'bought', data: [true, false, true], type: 'BOOLEAN' },
    { name: 'more', data: [{ a: 1 }, [1, 'x'], null], type: 'JSON' },
  ]);
  const { names, rows, detected, lines } = await readFile(file);
  expect(detected).toMatchObject({ format: 'parquet', headerRow: 0 });
  expect(names).toEqual(['user_id', 'item', 'price', 'when', 'bought', 'more']);
  expect(rows).toEqual([
    ['9007199254740993', '00123', '0.1', '2026-04-03T18:00:09.000Z', 'true', '{"a":1}'],
    ['-1', 'ü', '12.5', '1969-12-31T23:59:59.500Z', 'false', '[1,"x"]'],
    ['4611686018427387904', '', '3', '', 'true', ''],
  ]);
  expect(lines).toEqual([1, 2, 3]);
});

it('reads row group by row group, by ranges', async () => {
  const count = 30_000;
  const file = write(
    [
      { name: 'id', data: Array.from({ length: count }, (_, i) => BigInt(i)), type: 'INT64' },
      { name: 'name', data: Array.from({ length: count }, (_, i) => `name ${i % 97}`), type: 'STRING' },
    ],
    { rowGroupSize: 7_000 },
  );
  const source = sourceOf(file);
  let largest = 0;
  const range = async (start: number, end: number) => {
    largest = Math.max(largest, end - start);
    return source.range(start, end);
  };
  const { rows } = await readFile({ ...source, range });
  expect(rows).toHaveLength(count);
  expect(rows.every(([id, name], i) => id === String(i) && name === `name ${i % 97}`)).toBe(true);
  expect(largest).toBeLessThanOrEqual(Math.max(file.length / 3, 1 << 20));
});

it('makes columns of structures and JSON of lists', async () => {
  const file = write(
    [
      {
        name: 'place',
        data: [
          { lat: 52.5, lon: 13.4 },
          { lat: 1, lon: null },
        ],
      },
      { name: 'tags', data: [['a', 'b'], []] },
    ] as ColumnSource[],
    {
      schema: [
        { name: 'root', num_children: 2 },
        { name: 'place', repetition_type: 'OPTIONAL', num_children: 2 },
        { name: 'lat', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
        { name: 'lon', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
        { name: 'tags', repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      ],
    },
  );
  const { names, rows } = await readFile(file);
  expect(names).toEqual(['place.lat', 'place.lon', 'tags']);
  expect(rows).toEqual([
    ['52.5', '13.4', '["a","b"]'],
    ['1', '', '[]'],
  ]);
});

it('is text where a header only begins with the letters of the format', async () => {
  const { detected, names } = await readFile(Buffer.from('PAR1,name\n1,a\n2,b\n3,c\n'));
  expect(detected.format).toBe('csv');
  expect(names).toEqual(['PAR1', 'name']);
});

it('passes on an error of the storage as it is', async () => {
  const file = write([{ name: 'id', data: ['a'], type: 'STRING' }]);
  const source = sourceOf(file);
  const range = async (start: number, end: number) => {
    if (start > 0) throw new Error('storage is away');
    return source.range(start, end);
  };
  await expect(readFile({ ...source, range })).rejects.toThrow('storage is away');
});
