import type { Random } from './random.ts';
import type { Book } from './types/bookshop.ts';

/**
 * Joins books of one author into series of three or four, named in their titles and descriptions. Changes the titles'
 * last words and the descriptions in place.
 */
export function plantSeries(books: Book[], random: Random): { name: string; skus: string[] }[] {
  const byAuthor = Map.groupBy(books, (book) => book.author);
  const series: { name: string; skus: string[] }[] = [];
  for (const [author, own] of byAuthor) {
    if (own.length < 5 || !random.chance(0.35)) continue;
    const volumes = random.shuffled(own).slice(0, random.between(3, 4));
    volumes.sort((a, b) => a.addedOn.localeCompare(b.addedOn));
    const name = `${volumes[0]!.title.replace(/^(The|A) /, '')} Saga`;
    volumes.forEach((book, index) => {
      book.description += ` Book ${index + 1} of the ${name} by ${author}.`;
    });
    series.push({ name, skus: volumes.map((book) => book.sku) });
  }
  return series;
}
