import type { ItemRecord } from '../data/records.ts';
import type { Facts } from '../scoring/explain.ts';
import { wordsOf } from './tokens.ts';

const mostFacts = 12;

/** The words that explanations may use: categories, tags and owners as written; where an item has none, its title's words. */
export function factsOf(records: (ItemRecord | undefined)[]): Facts {
  const terms = new Map<string, number>();
  const indices: number[] = [];
  const indptr = new Uint32Array(records.length + 1);
  records.forEach((record, item) => {
    const labels = [...(record?.categories ?? []), ...(record?.tags ?? []), ...short(record)];
    const words = labels.length > 0 ? labels : wordsOf(record?.title ?? '').filter((word) => word.length > 3);
    for (const label of new Set(words.slice(0, mostFacts))) {
      if (!label.trim()) continue;
      const term = terms.get(label) ?? terms.size;
      terms.set(label, term);
      indices.push(term);
    }
    indptr[item + 1] = indices.length;
  });
  return { terms: [...terms.keys()], indptr, indices: Uint32Array.from(indices) };
}

/** Own fields that are a word or a list: an author, a colour. */
function short(record: ItemRecord | undefined): string[] {
  return Object.values(record?.custom ?? {}).flatMap((value) => {
    if (typeof value === 'string' && value.length <= 60) return [value];
    return Array.isArray(value) ? value : [];
  });
}
