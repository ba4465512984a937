import {
  createLinearRanker,
  type LinearRequest,
  type ModelMemory,
  placeRows,
  type Rows,
  roundingMargin,
  rowMoments,
} from '../../kernels/index.ts';
import { topIndices } from '../../math/top.ts';
import type { History, ItemFactors, MultipliedBest, ScoreParts, Scorer } from '../scorer.ts';
import { type ColdStartPlacement, coldRanks } from './cold-start-placement.ts';

export interface LinearBlendInput {
  memory: ModelMemory;
  name: string;
  members: { weight: number; countShrinkage: number; scorer: Scorer }[];
  /** The weight of a member for an item. */
  weightOf(member: number, item: number): number;
  items: number;
  /** The standardised and weighted scores of the constant members, and their sums for cold items. */
  constantSum: Float32Array;
  coldConstants: { sums: Float32Array; members: number };
  coldItems: Uint32Array;
  placement: ColdStartPlacement;
  /** The score of a cold item without a rank, and that which is 0 in a list. */
  lowest: number;
}

interface TopItems {
  items: Uint32Array;
  scores: Float32Array;
}

interface Moments {
  mean: number;
  deviation: number;
}

/** One request: the scores of all items, and those that rank the cold items; undefined where nothing ranks them. */
interface Requests {
  main: LinearRequest;
  cold: LinearRequest | undefined;
}

type DotMember = { member: number; part: Extract<ScoreParts, { type: 'dot' }>; rows: Rows };
/** Byte offsets of a CSR matrix in the model's memory. */
type NeighbourMember = {
  member: number;
  part: Extract<ScoreParts, { type: 'neighbours' }>;
  csr: readonly [rows: number, indptr: number, indices: number, values: number, isHalf: 0 | 1];
};

/**
 * A blend as one linear score (kernels/wasm/linear.ts): Σ w/σ · (score − μ) over the members. μ and σ of a dot product follow
 * from the mean and the covariance of its rows, those of neighbours from the items that the history reaches, so that no pass
 * over the catalogue is needed to standardise. Undefined where a member is neither constant nor a sum of a kind that the
 * kernels know.
 */
export function linearBlend(
  input: LinearBlendInput,
): Pick<Scorer, 'score' | 'best' | 'bestMultiplied' | 'lowest'> | undefined {
  const { memory, name, members, items, coldItems, lowest } = input;
  const dots: DotMember[] = [];
  const sparse: NeighbourMember[] = [];
  for (const [member, { scorer }] of members.entries()) {
    if (scorer.constant) continue;
    const { parts: part } = scorer;
    const own = `${name}member ${member} `;
    if (part?.type === 'dot') {
      dots.push({ member, part, rows: placeRows(memory, `${own}rows`, part.rows, part.stride) });
    } else if (part?.type === 'neighbours') {
      const { indptr, indices, values } = part.neighbours;
      const places = [memory.place(`${own}indptr`, indptr), memory.place(`${own}indices`, indices)] as const;
      sparse.push({
        member,
        part,
        csr: [
          indptr.length - 1,
          ...places,
          memory.place(`${own}values`, values),
          values instanceof Uint16Array ? 1 : 0,
        ],
      });
    } else return undefined;
  }
  const cold = memory.u32(memory.place(`${name}cold items`, coldItems), coldItems.length);
  const weights = members.map(({ countShrinkage }, member) =>
    countShrinkage === 0 ? undefined : (item: number) => input.weightOf(member, item),
  );
  const weighted = [...dots, ...sparse].filter(({ member }) => weights[member]);
  /** The sums of the constant members for cold items; made where the terms are computed. */
  let coldSums: Map<number, number> | undefined;
  const coldSumOf = (item: number) => {
    coldSums ??= new Map(Array.from(coldItems, (coldItem, n) => [coldItem, input.coldConstants.sums[n]]));
    return coldSums.get(item) ?? 0;
  };
  // Terms: the constant members, the sums over neighbours, the constant members for cold items, the weights by item.
  const terms = [
    (item: number) => input.constantSum[item],
    undefined,
    coldSumOf,
    ...weighted.map(({ member }) => weights[member]),
  ];
  const ranker = createLinearRanker(memory, `${name}blend `, {
    items,
    members: dots.map(({ member, rows }) => ({ rows, weights: weights[member] })),
    terms,
    coldItems: cold,
  });
  const [, sparseTerm] = ranker.terms;
  const { slots } = ranker;
  const weightTerm = new Map(weighted.map(({ member }, n) => [member, 3 + n]));
  const dotMoments = dots.map(({ rows }, n) => ({
    all: rowMoments(memory, `${name}moments ${n} `, rows, items),
    cold: coldItems.length > 0 ? rowMoments(memory, `${name}cold moments ${n} `, rows, items, cold) : undefined,
    vector: memory.derive(`${name}moments vector ${n}`, rows.stride * 4),
  }));

  const sums = memory.derive(`${name}neighbour sums`, sparse.length * items * 4);
  const flags = memory.derive(`${name}neighbour flags`, sparse.length * items);
  const touched = memory.derive(`${name}neighbour items`, sparse.length * items * 4);
  const longest = 4096;
  const historyAt = memory.derive(`${name}history`, longest * 4);
  const historyWeights = memory.derive(`${name}history weights`, longest * 4);
  const coldFlags = memory.derive(`${name}cold flags`, coldItems.length > 0 ? items : 0, (at) => {
    const flagged = memory.u8(at, coldItems.length > 0 ? items : 0);
    for (const item of coldItems) flagged[item] = 1;
  });
  const countsAt = memory.derive(`${name}excluded counts`, 8);
  const counts = memory.u32(countsAt, 2);
  const momentsAt = memory.derive(`${name}neighbour moments`, 32);
  const fourSums = memory.f64(momentsAt, 4);
  const kernel = (name: string) => memory.kernel(name);
  const [addNeighbours, neighbourMoments, spreadNeighbours, clearSlots, quadraticForm, countExcluded] = [
    kernel('addNeighbours'),
    kernel('neighbourMoments'),
    kernel('spreadNeighbours'),
    kernel('clearSlots'),
    kernel('quadraticForm'),
    kernel('countExcluded'),
  ];
  const coldScores = new Float32Array(coldItems.length);
  let scratch: Float32Array | undefined;
  return {
    lowest,
    score(history, out, excluded) {
      withRequests(history, (requests) => scoreAll(requests, out, excluded));
    },
    best(history, k, excluded) {
      return withRequests(history, (requests) => {
        const list = ranker.isQuantized(k) ? topWithCold(requests, k, excluded) : undefined;
        return list ?? topOfAll(requests, k, excluded);
      });
    },
    bestMultiplied(history, k, excluded, factors) {
      const wanted = k + roundingMargin;
      if (!ranker.isQuantized(wanted)) return undefined;
      return withRequests(history, (requests) =>
        topMultiplied(requests, wanted, excluded, { ...factors, low: lowest }),
      );
    },
  };

  function scoreAll({ main, cold: coldRequest }: Requests, out: Float32Array, excluded?: Uint8Array): void {
    ranker.scores(main, out);
    if (!coldRequest) return;
    ranker.scores(coldRequest, coldScores, cold);
    input.placement.place(out, coldScores, excluded, lowest);
  }

  function topOfAll(requests: Requests, k: number, excluded: Uint8Array) {
    scratch ??= new Float32Array(items);
    scoreAll(requests, scratch, excluded);
    for (let item = 0; item < items; item++) if (excluded[item] !== 0) scratch[item] = Number.NEGATIVE_INFINITY;
    const found = topIndices(scratch, k);
    const scores = scratch;
    return { items: found, scores: Float32Array.from(found, (item) => scores[item]) };
  }

  /** The best without a score of every item; undefined where cold items have to be placed below all others. */
  function topWithCold({ main, cold: coldRequest }: Requests, k: number, excluded: Uint8Array) {
    if (!coldRequest) return ranker.top(main, k, excluded);
    const { candidates, others } = countItems(excluded);
    if (others <= k) return undefined;
    const best = ranker.top(main, k, excluded, 'others');
    const ranks = candidates > 0 ? coldRanks(candidates, others, best.items.length) : [];
    if (ranks.length === 0) return best;
    const placed = ranker.top(coldRequest, ranks.length, excluded, 'cold').items;
    return mergePlaced(best, placed, ranks, k);
  }

  /** The k best by the products, and the placed cold items, whose scores are those of their ranks whatever is multiplied. */
  function topMultiplied(
    { main, cold: coldRequest }: Requests,
    k: number,
    excluded: Uint8Array,
    multiplied: Multiplied,
  ): MultipliedBest | undefined {
    if (!coldRequest) {
      const highest = ranker.top(main, 1, excluded).scores[0];
      return highest > lowest ? { ...ranker.top(main, k, excluded, 'all', multiplied), highest } : undefined;
    }
    const { candidates, others } = countItems(excluded);
    const best = ranker.top(main, k, excluded, 'others', multiplied);
    const least = leastProduct(best, k, multiplied);
    const ranks = candidates > 0 ? coldRanks(candidates, others) : [];
    const end = 1 + (ranks.at(-1) ?? 0);
    if (others < end) return undefined;
    // A cold item has the score of its rank: those of ranks whose scores cannot reach the list are not looked up.
    let ordered: Float32Array;
    let depth = Math.min(end, firstDepth);
    for (; ; depth = Math.min(end, depth * 4)) {
      if (!ranker.isQuantized(depth)) return undefined;
      ordered = ranker.top(main, depth, excluded, 'others').scores;
      if (depth === end || mostOf(ordered[depth - 1], multiplied) < least) break;
    }
    if (!(ordered[0] > lowest)) return undefined;
    const reached = ranks.filter((rank) => rank < depth);
    const placed = reached.length > 0 ? ranker.top(coldRequest, reached.length, excluded, 'cold').items : [];
    return {
      items: Uint32Array.from([...best.items, ...placed]),
      scores: Float32Array.from([...best.scores, ...Array.from(placed, (_, n) => ordered[ranks[n]])]),
      highest: ordered[0],
    };
  }

  /** How many cold items and how many others are not excluded. */
  function countItems(excluded: Uint8Array): { candidates: number; others: number } {
    const mask = memory.owns(excluded) ? excluded.byteOffset : memory.derive('excluded', items);
    if (!memory.owns(excluded)) memory.u8(mask, items).set(excluded.subarray(0, items));
    countExcluded(mask, coldFlags, items, countsAt);
    const [excludedItems, excludedCold] = counts;
    return { candidates: cold.length - excludedCold, others: items - cold.length - (excludedItems - excludedCold) };
  }

  /** Standardises the members for a history, and clears afterwards what the neighbours' sums leave in the memory. */
  function withRequests<T>(history: History, rank: (requests: Requests) => T): T {
    const scalars = new Array<number>(terms.length).fill(0);
    scalars[0] = 1;
    const coldScalars = new Array<number>(terms.length).fill(0);
    coldScalars[2] = input.coldConstants.members > 0 ? 1 : 0;
    const vectors: (Float32Array | undefined)[] = [];
    const coldVectors: (Float32Array | undefined)[] = [];
    const factors: number[] = [];
    const coldFactors: number[] = [];
    let [offset, coldOffset, coldMembers] = [0, 0, input.coldConstants.members];
    /** The factor of a member; its mean becomes part of the offset, or of the scalar of its weights by item. */
    const standardise = (member: number, { mean, deviation }: Moments): number => {
      const term = weightTerm.get(member);
      const factor = (term === undefined ? members[member].weight : 1) / deviation;
      if (term === undefined) offset -= factor * mean;
      else scalars[term] = -factor * mean;
      return factor;
    };
    const standardiseCold = (moments: Moments | undefined): number => {
      if (!moments || !(moments.deviation > 0)) return 0;
      coldMembers++;
      coldOffset -= moments.mean / moments.deviation;
      return 1 / moments.deviation;
    };

    dots.forEach(({ member, part }, n) => {
      const vector = part.vector(history);
      const { all, cold: ofCold, vector: at } = dotMoments[n];
      if (vector) memory.f32(at, vector.length).set(vector);
      const moments = vector && momentsOf(all, vector, at);
      const used = moments && moments.deviation > 0;
      vectors.push(used ? vector : undefined);
      factors.push(used ? standardise(member, moments) : 0);
      const coldFactor = vector && ofCold ? standardiseCold(momentsOf(ofCold, vector, at)) : 0;
      coldVectors.push(coldFactor > 0 ? vector : undefined);
      coldFactors.push(coldFactor);
    });

    const reached = sparse.map(({ member, part, csr }, n) => {
      const count = addHistory(part.weights(history), csr, history, n);
      neighbourMoments(touched + n * items * 4, count, sums + n * items * 4, slots.at, slots.firstCold, momentsAt);
      const all = moments(fourSums[0], fourSums[1], items);
      const ofCold = moments(fourSums[2], fourSums[3], coldItems.length);
      const factor = all.deviation > 0 ? standardise(member, all) : 0;
      const coldFactor = standardiseCold(coldItems.length > 0 ? ofCold : undefined);
      return { n, count, factor, coldFactor, weights: weightTerm.get(member) };
    });
    let largestTerm = 0;
    for (const { n, count, factor, coldFactor, weights: term } of reached) {
      const from = [touched + n * items * 4, count, sums + n * items * 4, flags + n * items, slots.at] as const;
      const weightsAt = term === undefined ? 0 : ranker.terms[term];
      // Where nothing ranks the cold items, they are items like all others.
      const firstCold = coldMembers > 0 ? slots.firstCold : slots.count;
      largestTerm += spreadNeighbours(...from, weightsAt, factor, firstCold, coldFactor, sparseTerm);
    }
    if (sparse.length > 0) {
      scalars[1] = 1;
      coldScalars[1] = 1;
    }
    const main = { vectors, factors, scalars, offset, largestTerm };
    const coldRequest = {
      vectors: coldVectors,
      factors: coldFactors,
      scalars: coldScalars,
      offset: coldOffset,
      largestTerm,
    };
    try {
      return rank({ main, cold: coldMembers > 0 ? { ...coldRequest, unweighted: true } : undefined });
    } finally {
      for (const { n, count } of reached) clearSlots(touched + n * items * 4, count, slots.at, sparseTerm);
    }
  }

  function momentsOf(
    { mean, covariance }: { mean: Float32Array; covariance: number },
    vector: Float32Array,
    at: number,
  ) {
    let sum = 0;
    for (let k = 0; k < vector.length; k++) sum += mean[k] * vector[k];
    return { mean: sum, deviation: deviationOf(sum, quadraticForm(covariance, at, vector.length)) };
  }

  /** Adds the neighbours of the history in parts that fit into the memory; returns how many items they reach. */
  function addHistory(ofHistory: Float32Array, csr: NeighbourMember['csr'], history: History, n: number): number {
    const touchedAt = touched + n * items * 4;
    const at = [sums + n * items * 4, flags + n * items] as const;
    const places = memory.u32(historyAt, longest);
    const numbers = memory.f32(historyWeights, longest);
    let count = 0;
    for (let first = 0; first < ofHistory.length; first += longest) {
      const end = Math.min(ofHistory.length, first + longest);
      places.set(history.items.subarray(first, end));
      numbers.set(ofHistory.subarray(first, end));
      count += addNeighbours(historyAt, historyWeights, end - first, ...csr, ...at, touchedAt + count * 4);
    }
    return count;
  }
}

type Multiplied = ItemFactors & { low: number };

/** The scores that cold items get are read to this depth first. */
const firstDepth = 64;

/** The least of the first k products; 0 where there are fewer. */
function leastProduct({ items, scores }: TopItems, k: number, { factors, low }: Multiplied): number {
  if (items.length < k) return 0;
  return items.reduce(
    (least, item, n) => Math.min(least, Math.max(0, scores[n] - low) * factors[item]),
    Number.POSITIVE_INFINITY,
  );
}

/** What a product with this score is at most, with room for rounding. */
const mostOf = (score: number, { largest, low }: Multiplied): number => Math.max(0, score - low) * largest * 1.00001;

function moments(sum: number, squares: number, count: number): Moments {
  const mean = sum / Math.max(1, count);
  return { mean, deviation: deviationOf(mean, squares / Math.max(1, count) - mean * mean) };
}

/** 0 where scores differ by rounding alone, as in moments.ts. */
const deviationOf = (mean: number, variance: number): number =>
  variance > 1e-12 * (mean * mean + 1e-12) ? Math.sqrt(variance) : 0;

/** Inserts the placed items into a list: each has the score of the item at its rank, equal scores by the lower index. */
function mergePlaced(best: TopItems, placed: Uint32Array, ranks: readonly number[], k: number): TopItems {
  const size = Math.min(k, best.items.length + placed.length);
  const items = new Uint32Array(size);
  const scores = new Float32Array(size);
  let [next, nextPlaced] = [0, 0];
  for (let n = 0; n < size; n++) {
    const score = nextPlaced < placed.length ? best.scores[ranks[nextPlaced]] : Number.NEGATIVE_INFINITY;
    const isOther =
      next < best.items.length &&
      (best.scores[next] > score || (best.scores[next] === score && best.items[next] < placed[nextPlaced]));
    items[n] = isOther ? best.items[next] : placed[nextPlaced];
    scores[n] = isOther ? best.scores[next++] : best.scores[ranks[nextPlaced++]];
  }
  return { items, scores };
}
