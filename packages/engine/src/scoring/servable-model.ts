import { weighHistory } from '../data/confidence.ts';
import type { ConfidenceRules, ModelKind } from '../data/records.ts';
import type { ExplanationTerms } from '../features/explanation-terms.ts';
import type { Catalogue } from './catalogue.ts';
import { explain } from './explain.ts';
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
  const ranked = parts.personal ? scorer : undefined;
  const contentOnly = parts.kind === 'content';

  // A list and its explanations are about one query: its history is weighted once.
  let last: { query: Query; history: History; from: number[] } | undefined;
  const resolve = (query: Query) => {
    if (last?.query === query) return last;
    const weighted = weighHistory(rules, query.history, (event) => catalogue.index.get(event.itemId) ?? -1);
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
    retrieve(query: Query, k: number, exclusion: Exclusion): Candidates {
      const { history, from } = resolve(query);
      return retrieve({ query, history, from, catalogue, scorer: ranked, scores, excluded, exclusion }, k);
    },
    explain(query: Query, candidates: readonly Candidate[]): Explanation[] {
      const { history, from } = resolve(query);
      return explain(candidates, { history, from, catalogue, scorer, terms, contentOnly });
    },
  };
}
