import { expect, it } from 'vitest';
import { generateBookshop, toCsv } from '../src/index.ts';

const shop = generateBookshop({ books: 120, readers: 60, interactions: 900 });
const files = toCsv(shop);

/** A reader of RFC 4180, small and slow. */
function parse(text: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
  }
  const [header = [], ...records] = rows.filter((row) => row.length > 0);
  return records.map((record) => Object.fromEntries(header.map((name, index) => [name, record[index] ?? ''])));
}

it('writes every book, reader and event so that parsing returns it', () => {
  const books = parse(files['books.csv']);
  expect(books.map(({ sku, title, author, cover }) => ({ sku, title, author, cover }))).toEqual(
    shop.books.map(({ sku, title, author, cover }) => ({ sku, title, author, cover })),
  );
  expect(books.map(({ price }) => Number(price))).toEqual(shop.books.map(({ price }) => price));
  expect(parse(files['readers.csv']).map(({ reader_id }) => reader_id)).toEqual(
    shop.readers.map(({ readerId }) => readerId),
  );
  expect(parse(files['events.csv']).map(({ event, stars }) => `${event} ${stars}`)).toEqual(
    shop.interactions.map(({ type, stars }) => `${type} ${stars ?? ''}`),
  );
});

it('keeps leading zeros of ids', () => {
  expect(files['readers.csv']).toContain('\r\n00001,');
});

it('draws covers that are small, well formed and free of scripts', () => {
  for (const { cover, author } of shop.books) {
    expect(cover.startsWith('data:image/svg+xml,')).toBe(true);
    expect(cover.length).toBeLessThan(2500);
    const svg = decodeURIComponent(cover.slice('data:image/svg+xml,'.length));
    expect(svg).toContain(author);
    expect(svg).not.toMatch(/script|href|NaN|undefined|"/);
    const open: string[] = [];
    for (const [, slash, name, self] of svg.matchAll(/<(\/?)(\w+)[^<>]*?(\/?)>/g)) {
      if (slash) expect(open.pop()).toBe(name);
      else if (!self) open.push(name!);
    }
    expect(open).toEqual([]);
  }
});
