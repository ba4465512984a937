type Numbers = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

const chunkBits = 18;
const chunkLength = 1 << chunkBits;
const withinChunk = chunkLength - 1;

/**
 * A typed array that grows by chunks, so that adding never copies. Stores nothing as long as all numbers are equal, as for a
 * single interaction type.
 */
export class Column<T extends Numbers> {
  length = 0;
  readonly #make: (length: number) => T;
  #chunks: T[] = [];
  #last: T | undefined;
  #constant = Number.NaN;

  constructor(make: (length: number) => T) {
    this.#make = make;
  }

  push(value: number): void {
    if (this.#last === undefined) {
      if (this.length === 0) this.#constant = this.#make(1).fill(value)[0];
      if (Object.is(value, this.#constant)) {
        this.length++;
        return;
      }
      this.#materialise();
    }
    const offset = this.length & withinChunk;
    if (offset === 0) this.#addChunk();
    if (this.#last !== undefined) this.#last[offset] = value;
    this.length++;
  }

  at(row: number): number {
    return this.#last === undefined ? this.#constant : this.#chunks[row >>> chunkBits][row & withinChunk];
  }

  /** Empties the column and frees its memory immediately, without waiting for garbage collection. */
  clear(): void {
    for (const chunk of this.#chunks) chunk.buffer.transfer(0);
    this.length = 0;
    this.#chunks = [];
    this.#last = undefined;
  }

  /** Allocates chunks for the equal numbers so far. */
  #materialise(): void {
    for (let start = 0; start < this.length; start += chunkLength) this.#addChunk().fill(this.#constant);
  }

  #addChunk(): T {
    const chunk = this.#make(chunkLength);
    this.#last = chunk;
    this.#chunks.push(chunk);
    return chunk;
  }
}
