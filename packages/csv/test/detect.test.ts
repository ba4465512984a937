import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { CsvError, detect, preview } from '../src/index.ts';
import { bytesOf, detectAll } from './csv-table.ts';

const table = 'id,name,price\n1,Tea,2.50\n2,Coffee,3.00\n3,Milk,1.20\n';
const refusal = (bytes: Uint8Array): CsvError => {
  try {
    detectAll(bytes);
  } catch (error) {
    if (error instanceof CsvError) return error;
    throw error;
  }
  throw new Error('the file was accepted');
};
const names = (bytes: Uint8Array): string[] => preview(bytes, detectAll(bytes)).columns.map((column) => column.name);

describe('the format of a file', () => {
  it.each([',', ';', '\t', '|'])('finds the delimiter %j', (delimiter) => {
    const text = table.replaceAll(',', delimiter);
    expect(detectAll(bytesOf(text))).toMatchObject({ encoding: 'utf-8', delimiter, headerRow: 1, compression: 'none' });
  });

  it('finds the delimiter among decimal commas, lists and sentences', () => {
    expect(detectAll(bytesOf('id;price\n1;2,5\n2;3,5\n3;4,25\n')).delimiter).toBe(';');
    expect(detectAll(bytesOf('id,genres\n1,A|B|C\n2,A|B|C\n3,D|E|F\n')).delimiter).toBe(',');
    expect(detectAll(bytesOf('id\ttext\n1\tone, two, three\n2\tone, two, three\n')).delimiter).toBe('\t');
    expect(detectAll(bytesOf('id,text\n1,"a;b;c"\n2,"d;e;f"\n')).delimiter).toBe(',');
  });

  it('reads the delimiter from a first line sep=', () => {
    expect(detectAll(bytesOf('sep=;\r\nid;a,b\r\n1;x,y\r\n'))).toMatchObject({ delimiter: ';', headerRow: 2 });
  });

  it('finds the header below preamble rows, by its physical line', () => {
    const text = `Sales report 2024\n"Made by\nAnna"\n\n${table}`;
    expect(detectAll(bytesOf(text)).headerRow).toBe(5);
    expect(names(bytesOf(text))).toEqual(['id', 'name', 'price']);
    expect(detectAll(bytesOf(`Export,,\nfrom 2024-01-01,,\n${table}`)).headerRow).toBe(3);
  });

  it('recognises a file without a header', () => {
    const bytes = bytesOf('196,242,3,881250949\n186,302,3,891717742\n22,377,1,878887116\n');
    expect(detectAll(bytes).headerRow).toBe(0);
    const { columns, rows } = preview(bytes, detectAll(bytes));
    expect(columns.map((column) => column.name)).toEqual(['Column 1', 'Column 2', 'Column 3', 'Column 4']);
    expect(rows).toHaveLength(3);
  });

  it('recognises a header of years', () => {
    expect(detectAll(bytesOf('name,2019,2020\nTea,1,2\nMilk,3,4\nCoffee,5,6\n')).headerRow).toBe(1);
  });

  it('reads a file of one column', () => {
    expect(names(bytesOf('userId\n1\n2\n3\n'))).toEqual(['userId']);
  });

  it('names duplicate, blank and __proto__ columns', () => {
    const bytes = bytesOf('a,,a,__proto__,a,constructor\n1,2,3,4,5,6\n');
    expect(names(bytes)).toEqual(['a', 'Column 2', 'a (2)', '__proto__', 'a (3)', 'constructor']);
  });
});

describe('encodings', () => {
  const french = 'id;titre;prix\n1;Café crème;2,50\n2;Thé à la menthe;3,00\n3;Gâteau du marché;4,10 €\n';
  it.each([
    ['utf-8', true, 'utf-8'],
    ['utf-8', false, 'utf-8'],
    ['utf-16le', true, 'utf-16le'],
    ['utf-16le', false, 'utf-16le'],
    ['utf-16be', true, 'utf-16be'],
    ['utf-16be', false, 'utf-16be'],
    ['utf-32le', true, 'utf-32le'],
    ['windows-1252', false, 'windows-1252'],
  ])('%s, byte-order mark %s', (encoding, mark, expected) => {
    const bytes = bytesOf(french, encoding, mark);
    const detected = detectAll(bytes);
    expect(detected.encoding).toBe(expected);
    const { columns, rows } = preview(bytes, detected);
    expect(columns.map((column) => column.name)).toEqual(['id', 'titre', 'prix']);
    expect(rows[2]).toEqual(['3', 'Gâteau du marché', '4,10 €']);
  });

  it.each([
    ['windows-1251', 'id,название\n1,Война и мир\n2,Преступление и наказание\n'],
    ['shift_jis', '商品ID,名前\n1,東京タワーの本です\n2,これは日本語の説明です\n'],
    ['gb18030', '编号,名称\n1,这是一个很好的产品\n2,那本书是我的朋友写的\n'],
    ['windows-1252', 'id,name\n1,Caf\u00e9\n2,plain\n3,words here\n'],
    ['windows-1252', 'Artikelnummer;Name\n1;Größe Töpfe\n2;Straße\n'],
  ])('%s without a mark', (encoding, text) => {
    const bytes = bytesOf(text, encoding);
    expect(preview(bytes, detectAll(bytes)).rows[0]?.[1]).toBe(text.split('\n')[1]?.split(/[,;]/)[1]);
  });

  it('ignores an incomplete character at the end of the head', () => {
    const bytes = bytesOf(`id,name\n${'1,日本語\n'.repeat(1000)}`);
    for (let cut = 1; cut <= 12; cut++)
      expect(detect(bytes.subarray(0, bytes.length - cut), false).encoding).toBe('utf-8');
  });
});

describe('files that are refused, with a sentence', () => {
  const zip = (name: string): Uint8Array =>
    Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.alloc(26), Buffer.from(name)]);
  it.each<[string, Uint8Array, string]>([
    ['0 bytes', new Uint8Array(0), 'empty-file'],
    ['blank lines', bytesOf('\n\n  \n'), 'empty-file'],
    ['a byte-order mark alone', Buffer.from([0xef, 0xbb, 0xbf]), 'empty-file'],
    ['a header alone', bytesOf('id,name,price\n'), 'no-rows'],
    ['an old Excel workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'excel-workbook'],
    ['a PDF', bytesOf('%PDF-1.7 and so on'), 'not-text'],
    ['a SQLite database', bytesOf('SQLite format 3\0'), 'not-text'],
    ['an ORC file', bytesOf('ORC\0\x01\x02'), 'not-text'],
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'not-text'],
    ['noise', Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * i * 31 + i * 7) % 256)), 'not-text'],
    ['zeros', Buffer.alloc(4000), 'not-text'],
    ['HTML', bytesOf('<!doctype html><table><tr><td>1</td></tr></table>'), 'no-table'],
    ['JSON', bytesOf('[{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]'), 'no-table'],
    [
      'prose',
      bytesOf('It was a dark and stormy night\nand the rain fell in torrents on us\nall the time\n'),
      'no-table',
    ],
    [
      '10,000 columns',
      bytesOf(`${Array.from({ length: 10_000 }, (_, i) => `c${i}`).join()}\n${'1,'.repeat(9_999)}1\n`),
      'too-many-columns',
    ],
    ['gzip of a workbook', gzipSync(zip('xl/workbook.xml')), 'archive'],
    ['gzip in gzip', gzipSync(gzipSync(Buffer.from(table))), 'archive'],
    [
      'damaged gzip',
      Buffer.concat([gzipSync(Buffer.from(table)).subarray(0, 12), Buffer.alloc(40, 0xaa)]),
      'broken-gzip',
    ],
  ])('%s', (_, bytes, code) => {
    const error = refusal(bytes);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/^[A-Z].*\.$/);
  });

  it('asks for a newer workbook', () => {
    expect(refusal(Buffer.from('d0cf11e0a1b11ae1', 'hex')).message).toContain('Save it as Excel Workbook');
  });
});

describe('gzip', () => {
  it('detects the format of the compressed file', () => {
    const bytes = gzipSync(Buffer.from(table));
    expect(detectAll(bytes)).toMatchObject({ encoding: 'utf-8', delimiter: ',', headerRow: 1, compression: 'gzip' });
    expect(preview(bytes, detectAll(bytes)).rows).toHaveLength(3);
  });

  it('reads the head of a truncated file and of a bomb', () => {
    const long = gzipSync(Buffer.from(table + '4,Juice,1.00\n'.repeat(300_000)));
    expect(detect(long.subarray(0, 3000), false).compression).toBe('gzip');
    expect(preview(long.subarray(0, 3000), detect(long.subarray(0, 3000), false)).columns).toHaveLength(3);
  });
});
