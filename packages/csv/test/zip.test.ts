import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { readFile, sourceOf } from './sources.ts';

const csv = strToU8('id;name\n00123;ä\n2;b\n3;c\n');

it('reads the table in an archive, past what macOS adds', async () => {
  const file = zipSync({
    'export/': new Uint8Array(),
    'export/items.csv': csv,
    '__MACOSX/._items.csv': strToU8('x'),
    '.DS_Store': strToU8('xyz'.repeat(99)),
  });
  const { detected, names, rows } = await readFile(file);
  expect(detected).toMatchObject({
    format: 'csv',
    delimiter: ';',
    compression: 'zip',
    sheet: 'export/items.csv',
    sheets: ['export/items.csv'],
  });
  expect(names).toEqual(['id', 'name']);
  expect(rows).toEqual([
    ['00123', 'ä'],
    ['2', 'b'],
    ['3', 'c'],
  ]);
});

it('reads the largest of several tables, or the one that was chosen', async () => {
  const other = strToU8('a,b\n1,2\n3,4\n');
  const file = zipSync({ 'small.csv': other, 'readme.txt': strToU8('A text. '.repeat(99)), 'large.csv': csv });
  const found = await readFile(file);
  expect(found.detected).toMatchObject({ sheet: 'large.csv', sheets: ['small.csv', 'large.csv'] });
  const chosen = await readFile(file, { sheet: 'small.csv' });
  expect(chosen.names).toEqual(['a', 'b']);
  await expect(readFile(file, { sheet: 'none.csv' })).rejects.toThrow('no file "none.csv"');
});

it.each([
  ['nothing', zipSync({ 'a/': new Uint8Array() }), /no file with content/],
  ['an archive', zipSync({ 'a.zip': zipSync({ 'a.csv': csv }) }), /upload that itself/],
  ['gzip', zipSync({ 'a.csv.gz': gzipSync(csv) }), /upload that itself/],
  ['a binary workbook', zipSync({ 'xl/workbook.bin': csv }), /\.xlsb/],
  [
    'an OpenDocument spreadsheet',
    zipSync({ mimetype: strToU8('application/vnd.oasis'), 'META-INF/manifest.xml': csv }),
    /OpenDocument/,
  ],
  ['a Numbers document', zipSync({ 'Index/Document.iwa': csv }), /Numbers/],
  ['a text document', zipSync({ '[Content_Types].xml': csv, 'word/document.xml': csv }), /document without a table/],
  ['a bomb', zipSync({ 'a.csv': Buffer.alloc(20 << 20, `${'a'.repeat(999)},b\n`) }), /grows more than 200 times/],
])('refuses an archive with %s in a sentence', async (_, file, sentence) => {
  await expect(readFile(file)).rejects.toThrow(sentence);
});

it('passes on an error of the storage as it is', async () => {
  const source = sourceOf(zipSync({ 'a.csv': csv }));
  let calls = 0;
  const range = async (start: number, end: number) => {
    if (++calls > 1) throw new Error('storage is away');
    return source.range(start, end);
  };
  await expect(readFile({ ...source, range })).rejects.toThrow('storage is away');
});
