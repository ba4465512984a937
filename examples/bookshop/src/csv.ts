import type { Bookshop } from './types/bookshop.ts';

type Cell = string | number | undefined;

/** RFC 4180: quoted where needed, CRLF between records. */
function toCsvText(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cell = (value: Cell) => {
    const text = value === undefined ? '' : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [header, ...rows]
    .map((row) => row.map(cell).join(','))
    .join('\r\n')
    .concat('\r\n');
}

export interface BookshopFiles {
  'books.csv': string;
  'readers.csv': string;
  'events.csv': string;
}

/** The bookshop as three CSV files, as a shop would export them. */
export function toCsv({ books, readers, interactions }: Bookshop): BookshopFiles {
  return {
    'books.csv': toCsvText(
      ['sku', 'title', 'author', 'genres', 'keywords', 'blurb', 'price', 'pages', 'published_on', 'added_on', 'cover'],
      books.map((b) => [
        b.sku,
        b.title,
        b.author,
        b.categories.join('|'),
        b.themes.join('|'),
        b.description,
        b.price.toFixed(2),
        b.pages,
        b.publishedOn,
        b.addedOn,
        b.cover,
      ]),
    ),
    'readers.csv': toCsvText(
      ['reader_id', 'name', 'country', 'age_group', 'joined_on'],
      readers.map((r) => [r.readerId, r.name, r.country, r.ageGroup, r.joinedOn]),
    ),
    'events.csv': toCsvText(
      ['reader_id', 'sku', 'event', 'stars', 'occurred_at'],
      interactions.map((i) => [i.readerId, i.sku, i.type, i.stars, i.timestamp]),
    ),
  };
}
