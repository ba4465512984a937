import { weighHistory } from '../data/confidence.ts';
import type { ConfidenceRules, ModelKind } from '../data/records.ts';
import type { ExplanationTerms } from '../features/explanation-terms.ts';
import type { Catalogue } from './catalogue.ts';
import { explain } from './explain.ts';
import { itemSimilarity } from './item-similarity.ts';
import type { Candidate, Candidates, Exclusion, Explanation, Query, ServableModel } from './query.ts';
import { retrieve } from './retrieve.ts';
import type { History, Scorer } from './scorer.ts';

export interface ModelParts {
  algorithm: string;
  kind: ModelKind;
  byteSize: number;
  /** How the events of a history are weighted; the rules of the training. */
  rules: ConfidenceRules;
  catalogue: Catalogue;
  scorer: Scorer;
  terms: ExplanationTerms;
  /** False where every user gets the same ranking: the scorer explains, and the catalogue ranks. */
  personal: boolean;
}

/** Answers queries with the parts of a model. Calls share scratch arrays: they must not run concurrently. */
export function createServableModel(parts: ModelParts): ServableModel {
  const { catalogue, rules, scorer, terms } = parts;
  const itemCount = catalogue.itemIds.length;
  const scores = new Float32Array(itemCount);
  const excluded = new Uint8Array(itemCount);
  /** Made by the first query with multipliers. */
  let products: Float32Array | undefined;
  const ranked = parts.personal ? scorer : undefined;
  const contentOnly = parts.kind === 'content';

  // A list and its explanations are about one query: its history is weighted once.
  let last: { query: Query; history: History; from: number[] } | undefined;
  const resolve = (query: Query) => {
    if (last?.query === query) return last;
    const weighted = weighHistory(
      rules,
      query.history,
      (event) => event.item ?? catalogue.index.get(event.itemId) ?? -1,
    );
    const history = query.user ? { ...weighted, user: query.user } : weighted;
    const from = (query.fromItems ?? []).flatMap((id) => catalogue.index.get(id) ?? []);
    last = { query, history, from };
    return last;
  };

  return {
    algorithm: parts.algorithm,
    kind: parts.kind,
    byteSize: parts.byteSize,
    itemCount,
    indexOf: (itemId) => catalogue.index.get(itemId) ?? -1,
    ...itemSimilarity(terms, scorer),
    retrieve(query: Query, k: number, exclusion: Exclusion, multipliers?: Float32Array): Candidates {
      const { history, from } = resolve(query);
      const input = { query, history, from, catalogue, scorer: ranked, scores, excluded, exclusion };
      if (!multipliers) return retrieve(input, k);
      if (multipliers.length < itemCount) throw new Error(`${multipliers.length} multipliers for ${itemCount} items.`);
      products ??= new Float32Array(itemCount);
      return retrieve(input, k, { factors: multipliers, products });
    },
    explain(query: Query, candidates: readonly Candidate[]): Explanation[] {
      const { history, from } = resolve(query);
      return explain(candidates, { history, from, catalogue, scorer, terms, contentOnly });
    },
  };
}
