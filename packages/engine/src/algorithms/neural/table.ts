import { normals, type Random } from '../../math/random.ts';

/** β₁ and β₂ of Adam: decay of the first and the second moment. */
const beta1 = 0.9;
const beta2 = 0.999;

/**
 * Trainable rows (an embedding table, or a dense matrix) with Adam (Kingma and Ba 2015, algorithm 1). Lazy: a step updates
 * only the rows with a gradient, and their moments, so its cost is proportional to the batch.
 */
export class Table {
  readonly rows: number;
  readonly width: number;
  readonly values: Float32Array;
  readonly #first: Float32Array;
  readonly #second: Float32Array;
  readonly #gradient: Float32Array;
  readonly #steps: Uint32Array;
  /** The first `#count` entries are the rows with a gradient since the last step. */
  readonly #touched: Uint32Array;
  readonly #isTouched: Uint8Array;
  #count = 0;

  constructor(rows: number, width: number, scale: number, random: Random) {
    this.rows = rows;
    this.width = width;
    this.values = normals(random, rows * width, scale);
    this.#first = new Float32Array(rows * width);
    this.#second = new Float32Array(rows * width);
    this.#gradient = new Float32Array(rows * width);
    this.#steps = new Uint32Array(rows);
    this.#touched = new Uint32Array(rows);
    this.#isTouched = new Uint8Array(rows);
  }

  row(index: number): Float32Array {
    return this.values.subarray(index * this.width, (index + 1) * this.width);
  }

  /** gradient[row] += scale · from[offset …]. */
  add(row: number, from: Float32Array, offset: number, scale: number): void {
    if (this.#isTouched[row] === 0) {
      this.#isTouched[row] = 1;
      this.#touched[this.#count++] = row;
    }
    const gradient = this.#gradient;
    const { width } = this;
    for (let k = 0, at = row * width; k < width; k++, at++) gradient[at] += scale * from[offset + k];
  }

  /** One step of Adam on the accumulated gradients, which are reset. `decay` is the L2 weight decay. */
  step(rate: number, decay: number): void {
    const { width, values } = this;
    const [first, second, gradient] = [this.#first, this.#second, this.#gradient];
    for (let n = 0; n < this.#count; n++) {
      const row = this.#touched[n];
      this.#isTouched[row] = 0;
      const t = ++this.#steps[row];
      const stepSize = (rate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
      for (let at = row * width, end = at + width; at < end; at++) {
        const g = gradient[at] + decay * values[at];
        gradient[at] = 0;
        const m = first[at] + (1 - beta1) * (g - first[at]);
        const v = second[at] + (1 - beta2) * (g * g - second[at]);
        first[at] = m;
        second[at] = v;
        values[at] -= (stepSize * m) / (Math.sqrt(v) + 1e-8);
      }
    }
    this.#count = 0;
  }
}
