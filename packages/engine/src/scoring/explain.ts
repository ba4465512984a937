import type { Catalogue, ItemTerms } from './catalogue.ts';
import type { Candidate, Explanation, Reason } from './query.ts';
import type { History, Scorer } from './scorer.ts';

export interface ExplainInput {
  history: History;
  /** Indices of the items that the query starts from. */
  from: readonly number[];
  catalogue: Catalogue;
  scorer: Scorer;
  terms: ItemTerms;
  /** The model compares descriptions only, so an item without interactions has a history-based explanation as well. */
  contentOnly: boolean;
}

/** Reasons are cut to these: more would not be read. */
const maxItems = 3;
const maxTerms = 4;
/** Entries of a history that add less than this share of the score are not named. */
const minShare = 0.02;

/** One explanation per candidate, its reasons in descending order of strength. */
export function explain(candidates: readonly Candidate[], input: ExplainInput): Explanation[] {
  const { history, catalogue, scorer } = input;
  const personal = candidates.filter((candidate) => candidate.source === 'personal' && !isCold(input, candidate.item));
  const items = Uint32Array.from(personal, ({ item }) => item);
  const contributions = items.length > 0 ? scorer.contributions(history, items) : [];
  let next = 0;
  return candidates.map((candidate) => {
    const { item, source } = candidate;
    if (source === 'trending' || source === 'latest') return { source, reasons: [{ kind: source }] };
    if (source === 'popular') return { source, reasons: [popularity(catalogue, item)] };
    if (source === 'similar') return { source, reasons: similarityReasons(input, item) };
    const cold = isCold(input, item);
    const reasons = cold ? coldItemReasons(input, item) : historyReasons(input, item, contributions[next++]);
    const [first, ...rest] = reasons;
    if (first) return { source, reasons: [first, ...rest] };
    return cold
      ? { source: 'latest', reasons: [{ kind: 'latest' }] }
      : { source, reasons: [{ kind: 'whole-history' }] };
  });
}

/** The source of a retrieved candidate without its contributions, which cost as much as a ranking. */
export function sourceOf({ item, source }: Candidate, cold: boolean, input: () => ExplainInput): Candidate['source'] {
  return cold && source === 'personal' && coldItemReasons(input(), item).length === 0 ? 'latest' : source;
}

/** Whether the item has no interactions, and the model does not compare descriptions alone. */
export function isCold({ catalogue, contentOnly }: Pick<ExplainInput, 'catalogue' | 'contentOnly'>, item: number) {
  return !contentOnly && catalogue.userCounts[item] === 0;
}

const popularity = (catalogue: Catalogue, item: number): Reason => ({
  kind: 'popular',
  users: catalogue.userCounts[item],
});

function similarityReasons({ from, history, catalogue, terms }: ExplainInput, item: number): Explanation['reasons'] {
  const [first, ...rest] = from.length > 0 ? from.slice(0, maxItems) : [history.items[0]];
  const named = (other: number): Reason => ({ kind: 'item', itemId: catalogue.itemIds.at(other) });
  return [named(first), ...rest.map(named), ...sharedTerms(terms, item, [first, ...rest])];
}

/** An item without interactions has no contributions from a history: only the terms that it shares with liked items. */
function coldItemReasons({ history, terms }: ExplainInput, item: number): Reason[] {
  const liked = Array.from(history.items).filter((_, n) => history.weights[n] > 0);
  return sharedTerms(terms, item, liked);
}

/** The entries of the history with the largest positive contributions, and the terms shared with them. */
function historyReasons({ history, catalogue, terms }: ExplainInput, item: number, parts: Float32Array): Reason[] {
  let total = 0;
  for (let n = 0; n < parts.length; n++) total += Math.max(0, parts[n]);
  if (!(total > 0)) return [];
  const named: { item: number; share: number }[] = [];
  for (let n = 0; n < parts.length; n++) {
    if (parts[n] >= minShare * total) named.push({ item: history.items[n], share: parts[n] / total });
  }
  named.sort((a, b) => b.share - a.share).splice(maxItems);
  const reasons: Reason[] = named.map((entry) => ({
    kind: 'history',
    itemId: catalogue.itemIds.at(entry.item),
    share: entry.share,
  }));
  const past = named.map((entry) => entry.item);
  return [...reasons, ...sharedTerms(terms, item, past)];
}

/** The terms of the item that most of the others have, as one reason; none where they share nothing. */
function sharedTerms(terms: ItemTerms, item: number, others: readonly number[]): Reason[] {
  const counts = new Map<number, number>();
  for (let p = terms.indptr[item]; p < terms.indptr[item + 1]; p++) counts.set(terms.indices[p], 0);
  for (const other of others) {
    for (let p = terms.indptr[other]; p < terms.indptr[other + 1]; p++) {
      const count = counts.get(terms.indices[p]);
      if (count !== undefined) counts.set(terms.indices[p], count + 1);
    }
  }
  const values = [...counts]
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, maxTerms)
    .map(([term]) => terms.terms.at(term));
  return values.length > 0 ? [{ kind: 'features', values }] : [];
}
