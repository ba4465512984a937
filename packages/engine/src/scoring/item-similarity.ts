import type { ModelMemory } from '../kernels/index.ts';
import type { ItemTerms } from './catalogue.ts';
import type { ServableModel } from './query.ts';
import type { Scorer } from './scorer.ts';

/**
 * Similarity of pairs of items. Terms: the cosine of binary vectors weighted by the inverse document frequency ln((1 + N) /
 * (1 + df)), for N items of which df have the term.
 */
export function itemSimilarity(
  terms: ItemTerms,
  scorer: Scorer,
  memory: ModelMemory,
): Pick<ServableModel, 'similarityBasis' | 'similarityOf'> {
  if (terms.indices.length > 0) {
    return {
      similarityBasis: 'content',
      similarityOf: termCosine(terms, memory),
    };
  }
  if (!scorer.cosine) return { similarityBasis: 'none', similarityOf: () => 0 };
  const cosine = scorer.cosine;
  return { similarityBasis: 'factors', similarityOf: (a, b) => Math.min(1, Math.max(0, cosine(a, b))) };
}

function termCosine({ terms, indptr, indices }: ItemTerms, memory: ModelMemory): (a: number, b: number) => number {
  const items = indptr.length - 1;
  const at = memory.derive('squared term weights', terms.length * 4, (to) => {
    const out = memory.f32(to, terms.length);
    for (let p = 0; p < indices.length; p++) out[indices[p]]++;
    for (let term = 0; term < out.length; term++) out[term] = Math.log((1 + items) / (1 + out[term])) ** 2;
  });
  const squares = memory.f32(at, terms.length);
  const normOf = (item: number) => {
    let sum = 0;
    for (let p = indptr[item]; p < indptr[item + 1]; p++) sum += squares[indices[p]];
    return Math.sqrt(sum);
  };
  return (a, b) => {
    let shared = 0;
    for (let p = indptr[a]; p < indptr[a + 1]; p++) {
      for (let q = indptr[b]; q < indptr[b + 1]; q++) if (indices[p] === indices[q]) shared += squares[indices[p]];
    }
    return shared > 0 ? Math.min(1, shared / (normOf(a) * normOf(b))) : 0;
  };
}
