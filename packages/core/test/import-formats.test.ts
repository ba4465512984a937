import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeParquet, writeWorkbook, writeZip } from '../../csv/test/write-files.ts';
import { listItems } from '../src/catalogue/items/list-items.ts';
import { rejectedRows } from '../src/imports/rejected-rows.ts';
import { setReading } from '../src/imports/set-reading.ts';
import { importFile, newProject, startCore, type TestCore, upload } from './start-core.ts';

let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

const table = [
  ['item_id', 'title', 'price'],
  ['00123', 'Red shoe', '9.5'],
  ['9007199254740993', 'Blüe hat', '12'],
  ['', 'No id', '1'],
];
const columnOf = (at: number) => table.slice(1).map((cells) => cells[at] ?? '');
const objects = table
  .slice(1)
  .map((cells) => JSON.stringify(Object.fromEntries(cells.map((cell, i) => [table[0]?.[i], cell]))));
const csv = table.map((cells) => cells.join(';')).join('\n');

it.each([
  ['a workbook', 'xlsx', await writeWorkbook({ Notes: [['see the other sheet']], Items: table })],
  ['JSON Lines', 'jsonl', objects.join('\n')],
  ['JSON Lines in gzip', 'jsonl', gzipSync(objects.join('\n'))],
  ['Parquet', 'parquet', writeParquet({ item_id: columnOf(0), title: columnOf(1), price: columnOf(2) })],
  ['CSV in a ZIP archive', 'csv', writeZip({ 'export/items.csv': csv })],
])('imports %s with the suggested mapping', async (_, format, file) => {
  const projectId = await newProject(core);
  const result = await importFile(core, projectId, { kind: 'items', file });
  expect(result.detected.format).toBe(format);
  expect(result).toMatchObject({ phase: 'applied', rows: { read: 3, kept: 2, rejected: 1, skipped: 0, new: 2 } });
  const { data } = await listItems(core.context, projectId, { limit: 10 });
  const items = data.map(({ itemId, title, price }) => ({ itemId, title, price }));
  expect(items.toSorted((a, b) => a.itemId.localeCompare(b.itemId))).toEqual([
    { itemId: '00123', title: 'Red shoe', price: 9.5 },
    { itemId: '9007199254740993', title: 'Blüe hat', price: 12 },
  ]);
});

it('reads another sheet after a correction, and refuses one that does not exist', async () => {
  const projectId = await newProject(core);
  const file = await writeWorkbook({
    Items: table,
    Users: [
      ['user_id', 'age'],
      ['u1', 33],
    ],
  });
  const { id, detected, columns } = await upload(core, projectId, 'items', file);
  expect(detected).toMatchObject({ sheet: 'Items', sheets: ['Items', 'Users'] });
  expect(columns.map(({ name }) => name)).toEqual(['item_id', 'title', 'price']);
  const corrected = await setReading(core.context, projectId, id, { sheet: 'Users', kind: 'users' });
  expect(corrected.columns.map(({ name }) => name)).toEqual(['user_id', 'age']);
  await expect(setReading(core.context, projectId, id, { sheet: 'Other' })).rejects.toMatchObject({
    code: 'invalid-input',
    inputs: [{ pointer: '/sheet' }],
  });
});

it('reports a line that is not JSON as a rejected row', async () => {
  const projectId = await newProject(core);
  const file = [objects[0], '{"item_id": "2", "title":', objects[1]].join('\n');
  const result = await importFile(core, projectId, { kind: 'items', file });
  expect(result.rows).toMatchObject({ read: 3, kept: 2, rejected: 1 });
  expect(result.rejections).toMatchObject([{ firstLine: 2, reason: 'The line is not a JSON object.' }]);
  let text = '';
  for await (const part of await rejectedRows(core.context, projectId, result.id)) text += part;
  expect(text).toContain('the line is not a JSON object');
});

it('refuses formats that are not read with the way to export, and keeps nothing of them', async () => {
  const projectId = await newProject(core);
  const before = core.uploads();
  for (const [file, sentence] of [
    [Buffer.from('d0cf11e0a1b11ae1', 'hex'), /old Excel workbook.*Save it as/],
    ['%PDF-1.7', /PDF.*Export the table/],
    ['[{"id":1},{"id":2}]', /one object per line/],
    ['<html><table><tr><td>1</td></tr></table></html>', /web page.*save it as/],
    [writeZip({ 'META-INF/manifest.xml': 'x' }), /OpenDocument.*Save As/],
    [Buffer.from('SQLite format 3\0'), /SQLite.*sqlite3 -header/],
  ] as const) {
    await expect(upload(core, projectId, 'items', file)).rejects.toMatchObject({
      code: 'invalid-file',
      message: expect.stringMatching(sentence),
    });
  }
  expect(core.uploads()).toEqual(before);
});
