/** The parts of the bookshop. Dates are `YYYY-MM-DD`, timestamps ISO 8601 in UTC, prices euros. */
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
  /** Values for the `{slots}` of titles and plots. */
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
  /** Date of first publication. */
  publishedOn: string;
  /** Date added to the catalogue: no interaction is earlier. */
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
  /** Stars of a rating, 1 to 5; other types have no value. */
  stars?: number;
  timestamp: string;
}

export interface Taste {
  id: string;
  name: string;
  /** Share of each genre in the choices of its readers; the sum is 1. */
  genres: readonly { genre: GenreId; share: number }[];
  /** The preferred authors within those genres. */
  authors: readonly string[];
}

/** The planted structure, as known answers for tests. */
export interface Planted {
  tastes: Taste[];
  tasteOfReader: Record<string, string>;
  /** Bestsellers of all tastes, each from its date on. */
  hits: { sku: string; from: string }[];
  seasons: { genre: GenreId; months: readonly number[]; factor: number }[];
  /** Volumes in reading order; readers of one tend to buy the next. */
  series: { name: string; skus: string[] }[];
  /** Added in the last three weeks; the last ones have no interactions. */
  newArrivals: string[];
  /** Readers without interactions. */
  coldReaders: string[];
}

export interface Bookshop {
  books: Book[];
  readers: Reader[];
  /** In the order of time. */
  interactions: Interaction[];
  planted: Planted;
}
