import type { Reason, Recommendation } from './query.ts';
import type { Catalogue } from './rank.ts';
import type { History, Scorer } from './scorer.ts';

/** Words that describe the items, for saying what two of them share: row i lists the terms of item i. */
export interface Facts {
  terms: string[];
  indptr: Uint32Array;
  indices: Uint32Array;
}

export interface ExplainInput {
  history: History;
  from: number[];
  catalogue: Catalogue;
  scorer: Scorer;
  facts: Facts;
  /** The model knows descriptions alone: what nobody has met is as near to the history as anything else. */
  byDescription: boolean;
}

const mostItems = 3;
const mostValues = 4;

/** Why an item is in the list, most telling first; there is always at least one reason. */
export function explain(item: Recommendation, input: ExplainInput): Reason[] {
  const { catalogue, facts } = input;
  const index = catalogue.index.get(item.itemId) ?? 0;
  if (item.source === 'trending' || item.source === 'latest') return [{ kind: item.source }];
  const popular: Reason = { kind: 'popular', users: catalogue.userCounts[index] };
  if (item.source === 'popular') return [popular];
  if (item.source === 'similar') {
    const from = input.from.length > 0 ? input.from : [input.history.items[0]];
    const reasons: Reason[] = from.slice(0, mostItems).map((i) => ({ kind: 'item', itemId: catalogue.itemIds[i] }));
    return [...reasons, ...featuresShared(facts, index, from)];
  }
  if (catalogue.userCounts[index] === 0 && !input.byDescription) return ofNewItem(input, index);
  const reasons = fromHistory(input, index);
  const past = reasons.flatMap((r) => (r.kind === 'history' ? (catalogue.index.get(r.itemId) ?? []) : []));
  const all = [...reasons, ...featuresShared(facts, index, past)];
  return all.length > 0 ? all : [popular];
}

/** Nobody has met it, so no taste speaks for it: only what it has in common with what was liked. */
function ofNewItem({ history, facts }: ExplainInput, index: number): Reason[] {
  const liked = Array.from(history.items).filter((_, n) => history.weights[n] > 0);
  const shared = featuresShared(facts, index, liked);
  return shared.length > 0 ? shared : [{ kind: 'latest' }];
}

function fromHistory({ history, scorer, catalogue }: ExplainInput, index: number): Reason[] {
  const parts = scorer.contributions(history, index);
  const total = parts.reduce((sum, part) => sum + Math.max(0, part), 0);
  if (!(total > 0)) return [];
  return Array.from(parts, (part, n) => ({ item: history.items[n], share: part / total }))
    .filter(({ share }) => share >= 0.02)
    .sort((a, b) => b.share - a.share)
    .slice(0, mostItems)
    .map(({ item, share }) => ({ kind: 'history', itemId: catalogue.itemIds[item], share }));
}

function featuresShared(facts: Facts, index: number, others: number[]): Reason[] {
  const counts = new Map<number, number>();
  for (let p = facts.indptr[index]; p < facts.indptr[index + 1]; p++) counts.set(facts.indices[p], 0);
  for (const other of others) {
    for (let p = facts.indptr[other]; p < facts.indptr[other + 1]; p++) {
      const count = counts.get(facts.indices[p]);
      if (count !== undefined) counts.set(facts.indices[p], count + 1);
    }
  }
  const values = [...counts]
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, mostValues)
    .map(([term]) => facts.terms[term]);
  return values.length > 0 ? [{ kind: 'features', values }] : [];
}
