import type { Candidates, Query, ServableModel } from '@curio/engine/artifact';
import type { Candidate, CandidateList } from '../candidates/candidate.ts';
import { type Eligibility, exclusionOf, isEligible } from '../candidates/eligibility.ts';
import { itemArrays } from '../candidates/item-arrays.ts';
import type { ItemMap } from '../candidates/item-map.ts';
import type { PopularItems } from '../candidates/popular-items.ts';
import { similarByContent } from '../candidates/similar-by-content.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { describeFallback } from './describe-fallback.ts';

/** A loaded model and its items as rows of the catalogue. */
export interface RankingModel {
  version: number;
  servable: ServableModel;
  map: ItemMap;
}

/** Factors of scores by row. */
export interface RowMultipliers {
  /** One per row; undefined where no score rule applies. */
  rows: Float32Array | undefined;
  /** Of some rows, in addition. */
  some: ReadonlyMap<number, number> | undefined;
}

export interface Retrieval {
  query: Query;
  eligibility: Eligibility;
  /** undefined: no rule changes the order. */
  multipliers: RowMultipliers | undefined;
  /** A model, or else the popular items of a project without one and the reason for it. */
  source: RankingModel | { popular: PopularItems; fallback: string };
}

/**
 * The best `k` items of the whole catalogue: what the model ranks, then items that it does not have, the newest first.
 * Shorter than `k` only where no further item can be shown.
 */
export function retrieve(retrieval: Retrieval, k: number): CandidateList {
  const { query, eligibility } = retrieval;
  if (query.strategy === 'latest' && eligibility.catalogue.hasCatalogue) {
    return { items: rankLatest(retrieval, k), fallback: undefined };
  }
  const list =
    'map' in retrieval.source
      ? fromModel(retrieval, retrieval.source, k)
      : { items: fromPopular(retrieval, retrieval.source.popular, k), fallback: retrieval.source.fallback };
  const { items, fallback } = startsFromNewItem(retrieval) ? beginWithContent(list, retrieval, k) : list;
  appendLatest(items, retrieval, k);
  return { items, fallback };
}

/** The request starts from an item of the catalogue that the model does not have, or there is no model. */
function startsFromNewItem({ query, source }: Retrieval): boolean {
  const { fromItems = [], strategy } = query;
  const [itemId] = fromItems;
  if (itemId === undefined || (strategy !== undefined && strategy !== 'similar')) return false;
  return !('map' in source) || source.servable.indexOf(itemId) < 0;
}

/** Items with the same categories or tags, then those of the list. */
function beginWithContent(list: CandidateList, retrieval: Retrieval, k: number): CandidateList {
  const { query, eligibility, multipliers, source } = retrieval;
  const { catalogue } = eligibility;
  const row = catalogue.rowOf(query.fromItems?.[0] ?? '');
  const matches = row < 0 ? [] : similarByContent(catalogue, row, (other) => isEligible(eligibility, other));
  if (matches.length === 0) return list;
  const listed = new Set(matches.map((match) => match.row));
  const lowest = matches.at(-1)?.similarity ?? 0;
  const items = [
    ...matches.map((match): Candidate => {
      const score = match.similarity * factorOf(multipliers, match.row);
      const item = 'map' in source ? source.map.itemOf(match.row) : -1;
      return {
        row: match.row,
        itemId: catalogue.idOf(match.row),
        item,
        score,
        source: 'similar',
        shares: match.shares,
      };
    }),
    ...list.items.filter((other) => !listed.has(other.row)).map((other) => ({ ...other, score: other.score * lowest })),
  ];
  if (multipliers) items.sort(byScore);
  return {
    items: items.slice(0, k),
    fallback: 'The item is not in the model yet, so these are items with the same categories or tags',
  };
}

function fromModel({ query, eligibility, multipliers }: Retrieval, { servable, map }: RankingModel, k: number) {
  const exclusion = exclusionOf(eligibility, map);
  const { all, some } = multipliers ? itemMultipliers(eligibility.catalogue, multipliers, map) : {};
  const { items, fallback }: Candidates = servable.retrieve(query, k, exclusion, all, some);
  return {
    items: items.map(
      ({ item, itemId, score, source }): Candidate => ({
        row: map.rowOfItem[item] ?? -1,
        itemId,
        item,
        score,
        source,
      }),
    ),
    fallback: describeFallback(fallback, query),
  };
}

/** The multipliers by item: those of all items, and those of some in addition. */
function itemMultipliers(
  catalogue: Catalogue,
  { rows, some = new Map() }: RowMultipliers,
  map: ItemMap,
): { all: Float32Array; some: ReadonlyMap<number, number> } {
  const ofSome = new Map<number, number>();
  for (const [row, factor] of some) {
    const item = map.itemOf(row);
    if (item >= 0) ofSome.set(item, factor);
  }
  return { all: rows ? translateMultipliers(catalogue, rows, map) : onesOf(map), some: ofSome };
}

const translateMultipliers = itemArrays((rows: Float32Array, { rowOfItem }) => {
  const factors = new Float32Array(rowOfItem.length).fill(1);
  for (let item = 0; item < factors.length; item++) {
    const row = rowOfItem[item] ?? -1;
    if (row >= 0) factors[item] = rows[row] ?? 1;
  }
  return factors;
});

const ones = new WeakMap<ItemMap, Float32Array>();

/** Factors that change nothing, always the same array. */
function onesOf(map: ItemMap): Float32Array {
  const known = ones.get(map) ?? new Float32Array(map.rowOfItem.length).fill(1);
  ones.set(map, known);
  return known;
}

const factorOf = (multipliers: RowMultipliers | undefined, row: number): number =>
  multipliers ? (multipliers.rows?.[row] ?? 1) * (multipliers.some?.get(row) ?? 1) : 1;

const byScore = (a: Candidate, b: Candidate) => b.score - a.score;

/** Eligible rows of `ranking`, best first, with scores that fall evenly from `ceiling` to 0. */
function rankRows(
  ranking: ArrayLike<number>,
  { eligibility, multipliers, source }: Retrieval,
  { ceiling, as, k }: { ceiling: number; as: Candidate['source']; k: number },
): Candidate[] {
  const { catalogue } = eligibility;
  const map = 'map' in source ? source.map : undefined;
  const items: Candidate[] = [];
  // With multipliers a later row can come first, so all of them are scored.
  for (let place = 0; place < ranking.length && (multipliers || items.length < k); place++) {
    const row = ranking[place] ?? -1;
    if (!isEligible(eligibility, row)) continue;
    const score = ceiling * (1 - place / ranking.length) * factorOf(multipliers, row);
    items.push({ row, itemId: catalogue.idOf(row), item: map?.itemOf(row) ?? -1, score, source: as });
  }
  return multipliers ? items.sort(byScore).slice(0, k) : items;
}

const rankLatest = (retrieval: Retrieval, k: number) =>
  rankRows(retrieval.eligibility.catalogue.latest(), retrieval, { ceiling: 1, as: 'latest', k });

function fromPopular(retrieval: Retrieval, popular: PopularItems, k: number): Candidate[] {
  const { eligibility, multipliers } = retrieval;
  const most = Math.max(1, popular.events[0] ?? 1);
  const items: Candidate[] = [];
  popular.rows.forEach((row, place) => {
    if (!isEligible(eligibility, row)) return;
    const score = ((popular.events[place] ?? 0) / most) * factorOf(multipliers, row);
    items.push({ row, itemId: eligibility.catalogue.idOf(row), item: -1, score, source: 'popular' });
  });
  return (multipliers ? items.sort(byScore) : items).slice(0, k);
}

/** The score of the first appended item where rules apply: it must not depend on `k`, or pages would not fit together. */
const ceilingUnderRules = 0.01;

/** Fills the list up to `k` with items that it does not have yet. */
function appendLatest(items: Candidate[], retrieval: Retrieval, k: number): void {
  const { eligibility, multipliers, source } = retrieval;
  if (items.length >= k && !multipliers) return;
  const rest = 'map' in source ? source.map.rowsOutside() : latestWithout(items, eligibility.catalogue);
  const ceiling = multipliers ? ceilingUnderRules : (items.at(-1)?.score ?? 1);
  // One by one: arguments of a call are limited, and an explanation ranks the whole catalogue.
  for (const item of rankRows(rest, retrieval, { ceiling, as: 'latest', k: multipliers ? k : k - items.length })) {
    items.push(item);
  }
  if (multipliers) items.sort(byScore).splice(k);
}

function latestWithout(items: readonly Candidate[], catalogue: Catalogue): Int32Array {
  const listed = new Set(items.map(({ row }) => row));
  return catalogue.latest().filter((row) => !listed.has(row));
}
