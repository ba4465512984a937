import type { ExplanationTerms } from '../features/explanation-terms.ts';
import type { Reason, Recommendation } from './query.ts';
import type { Catalogue } from './rank.ts';
import type { History, Scorer } from './scorer.ts';

export interface ExplainInput {
  history: History;
  from: number[];
  catalogue: Catalogue;
  scorer: Scorer;
  terms: ExplanationTerms;
  /** The model knows descriptions alone: what nobody has met is as near to the history as anything else. */
  byDescription: boolean;
}

const mostItems = 3;
const leastShare = 0.02;
const mostValues = 4;

/** Why these items are in the list, for each the most telling first; there is always at least one reason. */
export function explain(items: readonly Recommendation[], input: ExplainInput): Reason[][] {
  const { history, catalogue, scorer, byDescription } = input;
  const indices = items.map((item) => catalogue.index.get(item.itemId) ?? 0);
  const isNew = (index: number) => catalogue.userCounts[index] === 0 && !byDescription;
  const tasted = indices.filter((index, n) => items[n].source === 'personal' && !isNew(index));
  const contributions = scorer.contributions(history, Uint32Array.from(tasted));
  return items.map(({ source }, n) => {
    const index = indices[n];
    if (source === 'trending' || source === 'latest') return [{ kind: source }];
    const popular: Reason = { kind: 'popular', users: catalogue.userCounts[index] };
    if (source === 'popular') return [popular];
    if (source === 'similar') return ofLikeItem(input, index);
    if (isNew(index)) return ofNewItem(input, index);
    const reasons = ofTaste(input, index, contributions[tasted.indexOf(index)]);
    return reasons.length > 0 ? reasons : [popular];
  });
}

function ofLikeItem({ from, history, catalogue, terms }: ExplainInput, index: number): Reason[] {
  const likes = from.length > 0 ? from : [history.items[0]];
  const reasons: Reason[] = likes.slice(0, mostItems).map((i) => ({ kind: 'item', itemId: catalogue.itemIds[i] }));
  return [...reasons, ...featuresShared(terms, index, likes)];
}

/** Nobody has met it, so no taste speaks for it: only what it has in common with what was liked. */
function ofNewItem({ history, terms }: ExplainInput, index: number): Reason[] {
  const liked = Array.from(history.items).filter((_, n) => history.weights[n] > 0);
  const shared = featuresShared(terms, index, liked);
  return shared.length > 0 ? shared : [{ kind: 'latest' }];
}

function ofTaste({ history, catalogue, terms }: ExplainInput, index: number, parts: Float32Array): Reason[] {
  let total = 0;
  for (let n = 0; n < parts.length; n++) total += Math.max(0, parts[n]);
  if (!(total > 0)) return [];
  const told: { item: number; share: number }[] = [];
  for (let n = 0; n < parts.length; n++) {
    if (parts[n] >= leastShare * total) told.push({ item: history.items[n], share: parts[n] / total });
  }
  told.sort((a, b) => b.share - a.share).splice(mostItems);
  const reasons: Reason[] = told.map(({ item, share }) => ({
    kind: 'history',
    itemId: catalogue.itemIds[item],
    share,
  }));
  const past = told.map(({ item }) => item);
  return [...reasons, ...featuresShared(terms, index, past)];
}

function featuresShared(features: ExplanationTerms, index: number, others: number[]): Reason[] {
  const counts = new Map<number, number>();
  for (let p = features.indptr[index]; p < features.indptr[index + 1]; p++) counts.set(features.indices[p], 0);
  for (const other of others) {
    for (let p = features.indptr[other]; p < features.indptr[other + 1]; p++) {
      const count = counts.get(features.indices[p]);
      if (count !== undefined) counts.set(features.indices[p], count + 1);
    }
  }
  const values = [...counts]
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, mostValues)
    .map(([term]) => features.terms[term]);
  return values.length > 0 ? [{ kind: 'features', values }] : [];
}
