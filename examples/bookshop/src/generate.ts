import { createAuthors } from './authors.ts';
import { createBooks, NEW_FOR_DAYS } from './books.ts';
import { addDays, checkDate } from './dates.ts';
import { createDemand } from './demand.ts';
import { createInteractions } from './interactions.ts';
import { createRandom } from './random.ts';
import { createReaders } from './readers.ts';
import { plantSeries } from './series.ts';
import { createTastes } from './tastes.ts';
import type { Bookshop } from './types/bookshop.ts';

export interface BookshopOptions {
  seed?: number;
  books?: number;
  readers?: number;
  interactions?: number;
  /** The last day of the year of interactions, `YYYY-MM-DD`. */
  endDate?: string;
}

/**
 * The catalogue of a small bookshop, its readers and a year of their interactions. Deterministic: the same options give
 * the same bytes. Throws a RangeError for counts that are not whole numbers ≥ 0 and for an invalid date.
 */
export function generateBookshop(options: BookshopOptions = {}): Bookshop {
  const {
    seed = 7,
    books: bookCount = 1200,
    readers: readerCount = 2000,
    interactions: interactionCount = 60_000,
  } = options;
  const endDate = checkDate(options.endDate ?? '2026-11-01');
  for (const [name, value] of Object.entries({
    seed,
    books: bookCount,
    readers: readerCount,
    interactions: interactionCount,
  })) {
    if (!Number.isSafeInteger(value) || value < 0)
      throw new RangeError(`${name} must be a whole number from 0, not ${value}`);
  }
  const random = createRandom(seed);
  const authors = createAuthors(random.fork('authors'));
  const tastes = createTastes(authors);
  const books = createBooks(bookCount, endDate, authors, random.fork('books'));
  const series = plantSeries(books, random.fork('series'));
  const demand = createDemand(books, tastes, endDate, random.fork('demand'));
  const readers = createReaders(readerCount, endDate, tastes, random.fork('readers'));
  const interactions = createInteractions(
    interactionCount,
    endDate,
    readers,
    books,
    series,
    demand,
    random.fork('visits'),
  );
  const newSince = addDays(endDate, -NEW_FOR_DAYS);
  return {
    books,
    readers: readers.map(({ reader }) => reader),
    interactions,
    planted: {
      tastes,
      tasteOfReader: Object.fromEntries(readers.map(({ reader, taste }) => [reader.readerId, taste.id])),
      hits: demand.hits,
      seasons: demand.seasons,
      series,
      newArrivals: books.filter(({ addedOn }) => addedOn >= newSince).map(({ sku }) => sku),
      coldReaders: readers.filter(({ activity }) => activity === 0).map(({ reader }) => reader.readerId),
    },
  };
}
