import type { Csr } from '../../data/records.ts';
import type { Random } from '../../math/random.ts';
import { Table } from './table.ts';

/**
 * A user vector as the weighted sum of the vectors of the history's items, the weights scaled to length 1 (after Kabbur,
 * Ning and Karypis 2013, "FISM", equation 2). There are no user embeddings, so new users need no training.
 */
export class HistoryEncoder {
  readonly table: Table;

  constructor(items: number, width: number, random: Random) {
    this.table = new Table(items, width, 1 / Math.sqrt(width), random);
  }

  /** Returns users × width, row-major. Each row of the input must have length 1. */
  forward({ indptr, indices, values: weights }: Csr): Float32Array {
    const { width, values } = this.table;
    const out = new Float32Array((indptr.length - 1) * width);
    for (let b = 0; b + 1 < indptr.length; b++) {
      const to = b * width;
      for (let p = indptr[b]; p < indptr[b + 1]; p++) {
        const weight = weights[p];
        const from = indices[p] * width;
        for (let k = 0; k < width; k++) out[to + k] += weight * values[from + k];
      }
    }
    return out;
  }

  /** Accumulates the gradient of the item vectors from that of the user vectors. */
  backward({ indptr, indices, values: weights }: Csr, gradient: Float32Array): void {
    const { width } = this.table;
    for (let b = 0; b + 1 < indptr.length; b++) {
      for (let p = indptr[b]; p < indptr[b + 1]; p++) this.table.add(indices[p], gradient, b * width, weights[p]);
    }
  }
}
