import { normals, type Random } from '../random.ts';

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
  readonly #steps: Uint32Array;
  readonly #gradients = new Map<number, Float32Array>();

  constructor(rows: number, width: number, scale: number, random: Random) {
    this.rows = rows;
    this.width = width;
    this.values = normals(random, rows * width, scale);
    this.#first = new Float32Array(rows * width);
    this.#second = new Float32Array(rows * width);
    this.#steps = new Uint32Array(rows);
  }

  row(index: number): Float32Array {
    return this.values.subarray(index * this.width, (index + 1) * this.width);
  }

  /** gradient[row] += scale · from[offset …]. */
  add(row: number, from: Float32Array, offset: number, scale: number): void {
    let gradient = this.#gradients.get(row);
    if (!gradient) {
      gradient = new Float32Array(this.width);
      this.#gradients.set(row, gradient);
    }
    for (let k = 0; k < this.width; k++) gradient[k] += scale * from[offset + k];
  }

  /** One step against the gradients gathered, which are then forgotten. `shrink` is the weight decay. */
  step(rate: number, shrink: number): void {
    for (const [row, gradient] of this.#gradients) {
      const t = ++this.#steps[row];
      const pace = (rate * Math.sqrt(1 - decay2 ** t)) / (1 - decay1 ** t);
      for (let k = 0, at = row * this.width; k < this.width; k++, at++) {
        const g = gradient[k] + shrink * this.values[at];
        this.#first[at] += (1 - decay1) * (g - this.#first[at]);
        this.#second[at] += (1 - decay2) * (g * g - this.#second[at]);
        this.values[at] -= (pace * this.#first[at]) / (Math.sqrt(this.#second[at]) + 1e-8);
      }
    }
    this.#gradients.clear();
  }
}
