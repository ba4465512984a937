/** What the bookshop is made of. Dates are `YYYY-MM-DD`, timestamps ISO 8601 in UTC, prices euros. */
export type GenreId =
  | 'crime'
  | 'science-fiction'
  | 'fantasy'
  | 'romance'
  | 'historical'
  | 'horror'
  | 'literary'
  | 'cookery'
  | 'travel'
  | 'science'
  | 'children'
  | 'gardening';

export interface Genre {
  id: GenreId;
  name: string;
  subgenres: readonly string[];
  themes: readonly string[];
  /** Paper, ink and accent of its covers, a few variants. */
  palettes: readonly (readonly [paper: string, ink: string, accent: string])[];
  titles: readonly string[];
  plots: readonly string[];
  closings: readonly string[];
  /** What the `{slots}` of titles and plots can be filled with. */
  words: Readonly<Record<string, readonly string[]>>;
  price: readonly [number, number];
  pages: readonly [number, number];
  /** Months (1–12) in which it sells best. */
  season: readonly number[];
}

export interface Book {
  sku: string;
  title: string;
  author: string;
  genre: GenreId;
  /** The genre's name, then a subgenre. */
  categories: [string, string];
  themes: string[];
  description: string;
  price: number;
  pages: number;
  /** First published anywhere. */
  publishedOn: string;
  /** On this shop's shelves since: nobody can have seen it earlier. */
  addedOn: string;
  /** An SVG drawing as a `data:` URL. */
  cover: string;
}

export interface Reader {
  readerId: string;
  name: string;
  country: string;
  ageGroup: string;
  joinedOn: string;
}

export interface Interaction {
  readerId: string;
  sku: string;
  type: 'view' | 'purchase' | 'rating';
  /** Stars, 1 to 5, of a rating; nothing else has a value. */
  stars?: number;
  timestamp: string;
}

export interface Taste {
  id: string;
  name: string;
  /** Shares of what its readers choose, summing to 1. */
  genres: readonly { genre: GenreId; share: number }[];
  /** Within those genres its readers much prefer these. */
  authors: readonly string[];
}

/** The known answers: what was put in on purpose, for tests to find again. */
export interface Planted {
  tastes: Taste[];
  tasteOfReader: Record<string, string>;
  /** Bestsellers that every taste reads, each from its date on. */
  hits: { sku: string; from: string }[];
  seasons: { genre: GenreId; months: readonly number[]; factor: number }[];
  /** Volumes in reading order; who bought one tends to go on with the next. */
  series: { name: string; skus: string[] }[];
  /** On the shelves for three weeks at most; the last ones have no interaction at all. */
  newArrivals: string[];
  /** Readers who have never done anything. */
  coldReaders: string[];
}

export interface Bookshop {
  books: Book[];
  readers: Reader[];
  /** In the order of time. */
  interactions: Interaction[];
  planted: Planted;
}
