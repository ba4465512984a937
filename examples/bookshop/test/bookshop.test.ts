import { describe, expect, it } from 'vitest';
import { generateBookshop } from '../src/index.ts';

const shop = generateBookshop();
const { books, readers, interactions, planted } = shop;
const bookOf = new Map(books.map((book) => [book.sku, book]));
const readerOf = new Map(readers.map((reader) => [reader.readerId, reader]));
const purchases = interactions.filter(({ type }) => type === 'purchase');

describe('the bookshop', () => {
  it('is the same to the byte for the same seed, and differs for another', () => {
    const small = { books: 60, readers: 40, interactions: 500 };
    expect(generateBookshop({ seed: 3, ...small })).toEqual(generateBookshop({ seed: 3, ...small }));
    expect(generateBookshop({ seed: 4, ...small })).not.toEqual(generateBookshop({ seed: 3, ...small }));
  });

  it('has the requested size', () => {
    expect([books.length, readers.length, interactions.length]).toEqual([1200, 2000, 60_000]);
    const odd = generateBookshop({ books: 37, readers: 11, interactions: 203 });
    expect([odd.books.length, odd.readers.length, odd.interactions.length]).toEqual([37, 11, 203]);
  });

  it('has distinct titles and numbers, and every field of every book', () => {
    expect(new Set(books.map(({ title }) => title)).size).toBe(books.length);
    expect(new Set(books.map(({ sku }) => sku)).size).toBe(books.length);
    for (const book of books) {
      expect(book.description).not.toMatch(/[{}]|undefined|\ba [aeiou]/);
      expect(book.description.length).toBeGreaterThan(100);
      expect(book.price).toBeGreaterThan(4);
      expect(book.publishedOn <= book.addedOn).toBe(true);
    }
  });

  it('has no interaction before a book was added or a reader joined', () => {
    for (const { sku, readerId, timestamp } of interactions) {
      expect(timestamp.slice(0, 10) >= (bookOf.get(sku)?.addedOn ?? '9999')).toBe(true);
      expect(timestamp.slice(0, 10) >= (readerOf.get(readerId)?.joinedOn ?? '9999')).toBe(true);
    }
    expect(interactions[0]!.timestamp >= '2025-11-01').toBe(true);
    expect(interactions.at(-1)!.timestamp < '2026-11-02').toBe(true);
  });

  it('has purchases after a view, once for each reader and book, and values from 1 to 5 on ratings only', () => {
    const viewed = new Set<string>();
    const bought = new Set<string>();
    for (const { readerId, sku, type, stars } of interactions) {
      const pair = `${readerId} ${sku}`;
      if (type === 'view') viewed.add(pair);
      if (type === 'purchase') {
        expect(viewed.has(pair)).toBe(true);
        expect(bought.has(pair)).toBe(false);
        bought.add(pair);
      }
      if (type === 'rating') expect([1, 2, 3, 4, 5]).toContain(stars);
      else expect(stars).toBeUndefined();
    }
  });

  it('refuses invalid options', () => {
    expect(() => generateBookshop({ books: -1 })).toThrow(RangeError);
    expect(() => generateBookshop({ interactions: 1.5 })).toThrow(RangeError);
    expect(() => generateBookshop({ endDate: '2026-02-30' })).toThrow(RangeError);
    expect(generateBookshop({ books: 0, readers: 5 }).interactions).toEqual([]);
    expect(generateBookshop({ books: 5, readers: 0 }).interactions).toEqual([]);
  });
});

describe('the planted structure', () => {
  it.each(planted.tastes)('$name buy their own genres and authors', (taste) => {
    const own = purchases.filter(({ readerId }) => planted.tasteOfReader[readerId] === taste.id);
    const genres = taste.genres.map(({ genre }) => genre);
    const inGenres = own.filter(({ sku }) => genres.includes(bookOf.get(sku)!.genre));
    const byAuthors = own.filter(({ sku }) => taste.authors.includes(bookOf.get(sku)!.author));
    expect(inGenres.length / own.length).toBeGreaterThan(0.7);
    expect(byAuthors.length / own.length).toBeGreaterThan(0.5);
  });

  it('has bestsellers of all tastes, with more purchases from their date on', () => {
    const counts = new Map<string, number>();
    for (const { sku } of purchases) counts.set(sku, (counts.get(sku) ?? 0) + 1);
    const hits = planted.hits.map(({ sku }) => counts.get(sku) ?? 0);
    const others = books
      .filter(({ sku }) => !planted.hits.some((hit) => hit.sku === sku))
      .map(({ sku }) => counts.get(sku) ?? 0);
    expect(Math.min(...hits)).toBeGreaterThan(3 * (others.reduce((a, b) => a + b, 0) / others.length));
    for (const { sku } of planted.hits) {
      const buyers = new Set(purchases.filter((p) => p.sku === sku).map((p) => planted.tasteOfReader[p.readerId]));
      expect(buyers.size).toBeGreaterThanOrEqual(planted.tastes.length - 2);
    }
  });

  it.each(planted.seasons)('$genre sells better in its months', ({ genre, months }) => {
    const share = (inSeason: boolean) => {
      const part = interactions.filter(({ timestamp }) => months.includes(Number(timestamp.slice(5, 7))) === inSeason);
      return part.filter(({ sku }) => bookOf.get(sku)!.genre === genre).length / part.length;
    };
    expect(share(true) / share(false)).toBeGreaterThan(1.15);
  });

  it('has series whose readers buy the next volume', () => {
    const time = new Map(purchases.map((p) => [`${p.readerId} ${p.sku}`, p.timestamp]));
    let went = 0;
    let could = 0;
    for (const { skus } of planted.series) {
      for (const [index, sku] of skus.slice(1).entries()) {
        const before = purchases.filter((p) => p.sku === skus[index]);
        could += before.length;
        went += before.filter((p) => (time.get(`${p.readerId} ${sku}`) ?? '') > p.timestamp).length;
      }
    }
    // By chance a reader buys a given book in fewer than 2 of 100 cases.
    expect(went / could).toBeGreaterThan(0.12);
  });

  it('has new books, some without interactions, and readers without interactions', () => {
    const seen = new Set(interactions.map(({ sku }) => sku));
    expect(planted.newArrivals.length).toBeGreaterThan(20);
    expect(planted.newArrivals.filter((sku) => !seen.has(sku)).length).toBeGreaterThan(5);
    expect(planted.coldReaders.length).toBe(40);
    const cold = new Set(planted.coldReaders);
    expect(interactions.some(({ readerId }) => cold.has(readerId))).toBe(false);
  });
});
