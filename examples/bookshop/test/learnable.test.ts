import { expect, it } from 'vitest';
import { generateBookshop } from '../src/index.ts';

/** Mean NDCG@10 of the one held-out book per reader (full ranking, books already seen left out). */
function ndcgAt10(heldOut: Map<number, number>, seen: Set<number>[], score: (reader: number) => Float64Array): number {
  let sum = 0;
  for (const [reader, target] of heldOut) {
    const scores = score(reader);
    let rank = 1;
    for (let book = 0; book < scores.length; book++) {
      if (book !== target && !seen[reader]!.has(book) && scores[book]! >= scores[target]!) rank++;
    }
    if (rank <= 10) sum += 1 / Math.log2(rank + 1);
  }
  return sum / heldOut.size;
}

it('is predicted better by similar readers than by bestsellers', () => {
  const { books, readers, interactions } = generateBookshop();
  const bookIndex = new Map(books.map(({ sku }, index) => [sku, index]));
  const readerIndex = new Map(readers.map(({ readerId }, index) => [readerId, index]));
  const history: number[][] = readers.map(() => []);
  for (const { readerId, sku } of interactions) {
    const own = history[readerIndex.get(readerId)!]!;
    const book = bookIndex.get(sku)!;
    if (!own.includes(book)) own.push(book);
  }
  const heldOut = new Map<number, number>();
  history.forEach((own, reader) => {
    if (own.length >= 5) heldOut.set(reader, own.pop()!);
  });
  const seen = history.map((own) => new Set(own));
  const size = books.length;
  const popularity = new Float64Array(size);
  const together = new Float64Array(size * size);
  for (const own of history) {
    for (const a of own) {
      popularity[a] = popularity[a]! + 1;
      for (const b of own) if (a !== b) together[a * size + b] = together[a * size + b]! + 1;
    }
  }
  const popular = ndcgAt10(heldOut, seen, () => popularity);
  // Cosine between books over their readers (Sarwar et al. 2001, item-based collaborative filtering).
  const neighbours = ndcgAt10(heldOut, seen, (reader) => {
    const scores = new Float64Array(size);
    for (const a of history[reader]!) {
      for (let b = 0; b < size; b++) {
        const both = together[a * size + b]!;
        if (both > 0) scores[b] = scores[b]! + both / Math.sqrt(popularity[a]! * popularity[b]!);
      }
    }
    return scores;
  });
  expect(heldOut.size).toBeGreaterThan(1500);
  expect(neighbours).toBeGreaterThan(1.6 * popular);
});
