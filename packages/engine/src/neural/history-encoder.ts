import type { Random } from '../random.ts';
import { Table } from './table.ts';

/**
 * A user as the sum of the vectors of what they met, divided by the root of how many: users need no row of their own, so
 * somebody new is served like anybody else (the item-based form of Kabbur et al. 2013, FISM).
 */
export class HistoryEncoder {
  readonly table: Table;

  constructor(items: number, width: number, random: Random) {
    this.table = new Table(items, width, 1 / Math.sqrt(width), random);
  }

  /** histories × width, row-major. */
  forward(histories: Uint32Array[]): Float32Array {
    const { width, values } = this.table;
    const out = new Float32Array(histories.length * width);
    histories.forEach((history, b) => {
      const scale = 1 / Math.sqrt(Math.max(1, history.length));
      for (const item of history) {
        for (let k = 0; k < width; k++) out[b * width + k] += scale * values[item * width + k];
      }
    });
    return out;
  }

  backward(histories: Uint32Array[], gradient: Float32Array): void {
    histories.forEach((history, b) => {
      const scale = 1 / Math.sqrt(Math.max(1, history.length));
      for (const item of history) this.table.add(item, gradient, b * this.table.width, scale);
    });
  }
}
