type Numbers = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

const chunkBits = 18;
const chunkLength = 1 << chunkBits;
const withinChunk = chunkLength - 1;

/**
 * A typed array that grows in chunks: adding never copies what is there, so ten million rows need no double. While all
 * numbers are the same (one type of event, no values) it holds none of them.
 */
export class Column<T extends Numbers> {
  length = 0;
  readonly #make: (length: number) => T;
  #chunks: T[] = [];
  #last: T | undefined;
  #same = Number.NaN;

  constructor(make: (length: number) => T) {
    this.#make = make;
  }

  push(value: number): void {
    if (this.#last === undefined) {
      if (this.length === 0) this.#same = this.#make(1).fill(value)[0];
      if (Object.is(value, this.#same)) {
        this.length++;
        return;
      }
      this.#store();
    }
    const offset = this.length & withinChunk;
    if (offset === 0) this.#add();
    if (this.#last !== undefined) this.#last[offset] = value;
    this.length++;
  }

  at(row: number): number {
    return this.#last === undefined ? this.#same : this.#chunks[row >>> chunkBits][row & withinChunk];
  }

  /** Drops the numbers; the column is empty afterwards. Their memory is free at once, not when garbage is collected. */
  clear(): void {
    for (const chunk of this.#chunks) chunk.buffer.transfer(0);
    this.length = 0;
    this.#chunks = [];
    this.#last = undefined;
  }

  /** Writes out what was the same so far; a full last chunk is followed by a new one at the next number. */
  #store(): void {
    for (let start = 0; start < this.length; start += chunkLength) this.#add().fill(this.#same);
  }

  #add(): T {
    const chunk = this.#make(chunkLength);
    this.#last = chunk;
    this.#chunks.push(chunk);
    return chunk;
  }
}
