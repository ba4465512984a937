import { normals, type Random } from '../../math/random.ts';

const decay1 = 0.9;
const decay2 = 0.999;

/**
 * Trainable numbers in rows (an embedding table, or a dense matrix) with Adam (Kingma and Ba 2015). Only rows that got a
 * gradient are moved, and their moments with them, so a step costs what the batch touches.
 */
export class Table {
  readonly rows: number;
  readonly width: number;
  readonly values: Float32Array;
  readonly #first: Float32Array;
  readonly #second: Float32Array;
  readonly #gradient: Float32Array;
  readonly #steps: Uint32Array;
  /** The rows that got a gradient since the last step, in that order, and how many. */
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

  /** One step against the gradients gathered, which are then forgotten. `shrink` is the weight decay. */
  step(rate: number, shrink: number): void {
    const { width, values } = this;
    const [first, second, gradient] = [this.#first, this.#second, this.#gradient];
    for (let n = 0; n < this.#count; n++) {
      const row = this.#touched[n];
      this.#isTouched[row] = 0;
      const t = ++this.#steps[row];
      const pace = (rate * Math.sqrt(1 - decay2 ** t)) / (1 - decay1 ** t);
      for (let at = row * width, end = at + width; at < end; at++) {
        const g = gradient[at] + shrink * values[at];
        gradient[at] = 0;
        const m = first[at] + (1 - decay1) * (g - first[at]);
        const v = second[at] + (1 - decay2) * (g * g - second[at]);
        first[at] = m;
        second[at] = v;
        values[at] -= (pace * m) / (Math.sqrt(v) + 1e-8);
      }
    }
    this.#count = 0;
  }
}
