import { weighHistory } from '../data/confidence.ts';
import type { ConfidenceRules, ModelKind } from '../data/records.ts';
import { type ModelMemory, PlacedCopies } from '../kernels/index.ts';
import type { Catalogue, ItemTerms } from './catalogue.ts';
import { explain, isCold, sourceOf } from './explain.ts';
import { itemSimilarity } from './item-similarity.ts';
import type { Candidate, Candidates, Exclusion, Explanation, Query, ServableModel } from './query.ts';
import { retrieve } from './retrieve.ts';
import type { History, Scorer } from './scorer.ts';

export interface ModelParts {
  algorithm: string;
  kind: ModelKind;
  memory: ModelMemory;
  /** How the events of a history are weighted; the rules of the training. */
  rules: ConfidenceRules;
  catalogue: Catalogue;
  scorer: Scorer;
  terms: ItemTerms;
  /** False where every user gets the same ranking: the scorer explains, and the catalogue ranks. */
  personal: boolean;
}

/** A model that can compute beforehand what its first request would otherwise compute. */
export interface PreparableModel extends ServableModel {
  prepare(): void;
}

const none: readonly number[] = [];

/** Filters and rules whose masks and multipliers stay in the memory of a model. */
const maxMasks = 4;
const maxMultipliers = 2;

/** Answers queries with the parts of a model. Calls share scratch arrays: they must not run concurrently. */
export function createServableModel(parts: ModelParts): PreparableModel {
  const { catalogue, memory, rules, scorer, terms } = parts;
  const itemCount = catalogue.itemIds.length;
  // In the model's memory, so that kernels use them without a copy.
  const scores = memory.f32(memory.derive('scores of items', itemCount * 4), itemCount);
  const excluded = memory.u8(memory.derive('excluded', itemCount), itemCount);
  const masks = PlacedCopies.ofBytes(memory, 'mask', itemCount, maxMasks);
  const multiplierSets = PlacedCopies.ofFloats(memory, 'multipliers', itemCount, maxMultipliers);
  /** Made by the first query with multipliers. */
  let products: Float32Array | undefined;
  const ranked = parts.personal ? scorer : undefined;
  const contentOnly = parts.kind === 'content';

  /** The weighted history of a query and how many events it is made of. */
  interface Weighted {
    history: History;
    events: number;
  }
  /** Names this model in the memos of histories. */
  const own = {};
  const weigh = ({ history: events, user }: Query): Weighted => {
    const history: History = weighHistory(rules, events, (event) => event.item ?? catalogue.indexOf(event.itemId));
    if (user) history.user = user;
    return { history, events: events.length };
  };
  const weighOnce = (query: Query): Weighted => {
    const { memo } = query;
    if (!memo) return weigh(query);
    if (memo.model === own) return memo.value as Weighted;
    const weighted = weigh(query);
    weighted.history.kept = { first: undefined };
    memo.model = own;
    memo.value = weighted;
    return weighted;
  };
  // A list and its explanations are about one query: its history is weighted once.
  let last: (Weighted & { query: Query; from: readonly number[] }) | undefined;
  const resolve = (query: Query) => {
    if (last?.query === query) return last;
    const { history, events } = weighOnce(query);
    const from = query.fromItems?.map(catalogue.indexOf).filter((item) => item >= 0) ?? none;
    last = { query, history, events, from };
    return last;
  };

  const explainInput = (query: Query) => {
    const { history, from } = resolve(query);
    return { history, from, catalogue, scorer, terms, contentOnly };
  };

  return {
    algorithm: parts.algorithm,
    kind: parts.kind,
    get byteSize() {
      return memory.end;
    },
    itemCount,
    indexOf: catalogue.indexOf,
    ...itemSimilarity(terms, scorer, memory),
    prepare: () => scorer.prepare?.(),
    retrieve(
      query: Query,
      k: number,
      exclusion: Exclusion,
      multipliers?: Float32Array,
      some: ReadonlyMap<number, number> = new Map(),
    ): Candidates {
      const { history, events, from } = resolve(query);
      const excludedHere = exclusion.mask ? masks.place(exclusion.mask).copy : excluded;
      const base = { query, history, events, from, catalogue, scorer: ranked, scores };
      const input = { ...base, excluded: excludedHere, exclusion };
      if (!multipliers) return retrieve(input, k);
      if (multipliers.length < itemCount) throw new Error(`${multipliers.length} multipliers for ${itemCount} items.`);
      products ??= new Float32Array(itemCount);
      const { copy: factors, largest: ofAll } = multiplierSets.place(multipliers);
      let largest = ofAll;
      for (const [item, factor] of some) {
        factors[item] *= factor;
        largest = Math.max(largest, factors[item]);
      }
      try {
        return retrieve(input, k, { factors, largest, products });
      } finally {
        for (const item of some.keys()) factors[item] = multipliers[item];
      }
    },
    sourceOf: (query: Query, candidate: Candidate) =>
      sourceOf(candidate, isCold({ catalogue, contentOnly }, candidate.item), () => explainInput(query)),
    explain: (query: Query, candidates: readonly Candidate[]): Explanation[] =>
      explain(candidates, explainInput(query)),
  };
}
