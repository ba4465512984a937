/** The probability that a taste chooses each book: share of its genre × preference for its author × its quality. */
import { addDays, DAY, midnight } from './dates.ts';
import { GENRES } from './genres/index.ts';
import type { Random } from './random.ts';
import type { Book, GenreId, Taste } from './types/bookshop.ts';

const AUTHOR_LOVE = 14;
const SEASON_FACTOR = 3;
/** Shares of choices that are bestsellers or uniformly random; the remaining choices follow the taste. */
const TO_HITS = 0.06;
const TO_ANYTHING = 0.05;

export interface Hit {
  sku: string;
  from: string;
}

export interface Demand {
  /** Chooses a book available at `time` (milliseconds since 1970), by the season. */
  choose(taste: Taste, time: number): Book;
  /** How well a book fits a taste, quality included, −1 to 1. Determines purchases and ratings. */
  match(taste: Taste, book: Book): number;
  hits: Hit[];
  seasons: { genre: GenreId; months: readonly number[]; factor: number }[];
}

export function createDemand(
  books: readonly Book[],
  tastes: readonly Taste[],
  endDate: string,
  random: Random,
): Demand {
  const quality = new Map(books.map((book) => [book.sku, random.normal()]));
  const hits = chooseHits(books, endDate, random);
  const hitBooks = hits.map((hit) => ({ book: books.find(({ sku }) => sku === hit.sku)!, from: midnight(hit.from) }));
  const season = new Map(GENRES.map((genre) => [genre.id, new Set(genre.season)]));
  const shelves = new Map(tastes.map((taste) => [taste.id, cumulative(books, (book) => weight(taste, book, quality))]));

  const onShelf = (book: Book, time: number) => midnight(book.addedOn) <= time;
  const accepted = (book: Book, time: number) => {
    if (!onShelf(book, time)) return false;
    const inSeason = season.get(book.genre)?.has(new Date(time).getUTCMonth() + 1) ?? false;
    const fresh = time - midnight(book.addedOn) < 60 * DAY;
    return random.chance((inSeason ? 1 : 1 / SEASON_FACTOR) * (fresh ? 1 : 0.6));
  };

  return {
    hits,
    seasons: GENRES.map((genre) => ({ genre: genre.id, months: genre.season, factor: SEASON_FACTOR })),
    match: (taste, book) => {
      const loved = taste.authors.includes(book.author)
        ? 0.7
        : taste.genres.some(({ genre }) => genre === book.genre)
          ? 0.2
          : -0.5;
      return Math.max(-1, Math.min(1, loved + 0.25 * (quality.get(book.sku) ?? 0)));
    },
    choose: (taste, time) => {
      const shelf = shelves.get(taste.id)!;
      for (let attempt = 0; attempt < 200; attempt++) {
        const way = random.next();
        if (way < TO_HITS && hitBooks.length > 0) {
          const hit = random.pick(hitBooks);
          if (hit.from <= time) return hit.book;
          continue;
        }
        const book = way < TO_HITS + TO_ANYTHING ? random.pick(books) : books[draw(shelf, random)]!;
        if (accepted(book, time)) return book;
      }
      return books.find((book) => onShelf(book, time)) ?? books[0]!;
    },
  };
}

function weight(taste: Taste, book: Book, quality: ReadonlyMap<string, number>): number {
  const share = taste.genres.find(({ genre }) => genre === book.genre)?.share ?? 0;
  return share * (taste.authors.includes(book.author) ? AUTHOR_LOVE : 1) * Math.exp(1.1 * (quality.get(book.sku) ?? 0));
}

/** One bestseller for each genre, available before the year begins; half of them become bestsellers during the year. */
function chooseHits(books: readonly Book[], endDate: string, random: Random): Hit[] {
  const start = addDays(endDate, -365);
  return GENRES.flatMap(({ id }, index) => {
    const old = books.filter((book) => book.genre === id && book.addedOn < start);
    if (old.length === 0) return [];
    return [{ sku: random.pick(old).sku, from: index % 2 ? addDays(start, random.between(60, 300)) : start }];
  });
}

function cumulative(books: readonly Book[], weigh: (book: Book) => number): Float64Array {
  const sums = new Float64Array(books.length);
  let sum = 0;
  books.forEach((book, index) => {
    sum += weigh(book);
    sums[index] = sum;
  });
  return sums;
}

function draw(sums: Float64Array, random: Random): number {
  const target = random.next() * sums[sums.length - 1]!;
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! > target) high = middle;
    else low = middle + 1;
  }
  return low;
}
