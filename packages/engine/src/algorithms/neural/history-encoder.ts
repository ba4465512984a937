import type { Csr } from '../../data/records.ts';
import type { Random } from '../../math/random.ts';
import { Table } from './table.ts';

/**
 * A user as the weighed sum of the vectors of what they met, over the root of the squared weights: users need no row of
 * their own, so somebody new is served like anybody else (the item-based form of Kabbur et al. 2013, FISM).
 */
export class HistoryEncoder {
  readonly table: Table;

  constructor(items: number, width: number, random: Random) {
    this.table = new Table(items, width, 1 / Math.sqrt(width), random);
  }

  /** histories × width, row-major; the histories' weights have length 1. */
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

  backward({ indptr, indices, values: weights }: Csr, gradient: Float32Array): void {
    const { width } = this.table;
    for (let b = 0; b + 1 < indptr.length; b++) {
      for (let p = indptr[b]; p < indptr[b + 1]; p++) this.table.add(indices[p], gradient, b * width, weights[p]);
    }
  }
}
