import { drawCover } from './cover.ts';
import { addDays } from './dates.ts';
import { GENRES } from './genres/index.ts';
import type { Random } from './random.ts';
import type { Book, Genre, GenreId } from './types/bookshop.ts';

/** Within this many days of the end a book counts as a new arrival. */
export const NEW_FOR_DAYS = 21;

/** As many books in each genre. Three in ten are added during the year, the last ones on its last day. */
export function createBooks(
  count: number,
  endDate: string,
  authors: ReadonlyMap<GenreId, readonly string[]>,
  random: Random,
): Book[] {
  const titles = new Set<string>();
  const covers = random.fork('covers');
  const books = Array.from({ length: count }, (_, index) => {
    const genre = GENRES[index % GENRES.length]!;
    const words = filler(genre, random);
    const title = uniqueTitle(genre, words, titles, random);
    const author = random.pick(authors.get(genre.id) ?? []);
    const themes = random.shuffled(genre.themes).slice(0, 3);
    const addedOn = addDays(endDate, -daysOnShelf(index, count, random));
    return {
      sku: `BK-${String(index + 1).padStart(4, '0')}`,
      title,
      author,
      genre: genre.id,
      categories: [genre.name, random.pick(genre.subgenres)] satisfies [string, string],
      themes,
      description: `${words.sentence(random.pick(genre.plots))} ${random.pick(genre.closings)} Themes: ${themes.join(', ')}.`,
      price: random.between(genre.price[0], genre.price[1]) - random.pick([0.01, 0.05, 0.5]),
      pages: random.between(genre.pages[0], genre.pages[1]),
      publishedOn: addDays(addedOn, -(random.chance(0.4) ? random.between(0, 30) : random.between(200, 9000))),
      addedOn,
      cover: drawCover(genre, title, author, covers),
    };
  });
  return books.map((book) => ({ ...book, price: Math.round(book.price * 100) / 100 }));
}

/** Days before the last day. Spread over the catalogue by index, so that every genre has old and new books. */
function daysOnShelf(index: number, count: number, random: Random): number {
  const place = (index * 7919) % count;
  if (place < count * 0.008) return 0;
  if (place < count * 0.035) return random.between(1, NEW_FOR_DAYS);
  if (place < count * 0.3) return random.between(NEW_FOR_DAYS + 1, 364);
  return random.between(366, 2500);
}

/** Nouns and verbs: upper case in a title, lower case in a sentence. */
const SMALL_IN_SENTENCES = new Set(
  `abstract adjective adventure animal beloved body creature death dish dish2 machine number plant plot relative relic room signal
subject thing thinker vehicle verb`.split(/\s+/),
);

/** Fills the slots of a template. Values chosen for the title are reused, so that the description matches it. */
function filler(genre: Genre, random: Random) {
  const chosen = new Map<string, string>();
  const fill = (template: string, small: boolean) =>
    template
      .replace(/\{(\w+)\}/g, (_, slot: string) => {
        const word = chosen.get(slot) ?? random.pick(genre.words[slot] ?? [slot]);
        chosen.set(slot, word);
        return small && SMALL_IN_SENTENCES.has(slot) ? word.toLowerCase() : word;
      })
      .replace(/\b([Aa]) (?=[aeiou]|heir)/gi, '$1n ')
      .replace(/(^|[.?!] )([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
  return {
    title: (template: string) => fill(template, false),
    sentence: (template: string) => fill(template, true),
    forget: () => chosen.clear(),
  };
}

function uniqueTitle(genre: Genre, words: ReturnType<typeof filler>, taken: Set<string>, random: Random): string {
  for (let attempt = 0; attempt < 500; attempt++) {
    words.forget();
    const title = words.title(random.pick(genre.titles));
    if (taken.has(title)) continue;
    taken.add(title);
    return title;
  }
  // More books than titles: a volume number makes them distinct.
  const title = `${words.title(random.pick(genre.titles))}, Vol. ${taken.size}`;
  taken.add(title);
  return title;
}
