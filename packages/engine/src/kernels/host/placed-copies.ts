import type { ModelMemory } from './model-memory.ts';

/** An array in the memory of a model. */
export interface PlacedCopy<T> {
  copy: T;
  /** The largest number of an array of floats; 0 for bytes, of which nothing needs it. */
  largest: number;
}

/**
 * Copies of the last few arrays that requests came with, such as the masks of filters: most requests come with one of a few.
 * The identity of an array stands for its content, so an array must not change once it was given.
 */
export class PlacedCopies<T extends Uint8Array | Float32Array> {
  readonly #view: (at: number) => T;
  readonly #allocate: (slot: number) => number;
  readonly #most: number;
  /** The one used last comes last. */
  readonly #slots: { source: T; placed: PlacedCopy<T> }[] = [];

  /** At most `most` copies at `allocate(slot)`, which `view` makes arrays of. */
  private constructor(most: number, allocate: (slot: number) => number, view: (at: number) => T) {
    this.#most = most;
    this.#allocate = allocate;
    this.#view = view;
  }

  static ofBytes(memory: ModelMemory, name: string, length: number, most: number): PlacedCopies<Uint8Array> {
    const allocate = (slot: number) => memory.derive(`${name} ${slot}`, length);
    return new PlacedCopies<Uint8Array>(most, allocate, (at) => memory.u8(at, length));
  }

  static ofFloats(memory: ModelMemory, name: string, length: number, most: number): PlacedCopies<Float32Array> {
    const allocate = (slot: number) => memory.derive(`${name} ${slot}`, length * 4);
    return new PlacedCopies<Float32Array>(most, allocate, (at) => memory.f32(at, length));
  }

  place(source: T): PlacedCopy<T> {
    const found = this.#slots.findIndex((slot) => slot.source === source);
    const [known] = found < 0 ? [] : this.#slots.splice(found, 1);
    const slot = known ?? { source, placed: this.#copy(source) };
    this.#slots.push(slot);
    return slot.placed;
  }

  #copy(source: T): PlacedCopy<T> {
    const oldest = this.#slots.length < this.#most ? undefined : this.#slots.shift();
    const copy = oldest?.placed.copy ?? this.#view(this.#allocate(this.#slots.length));
    copy.set(source.length === copy.length ? source : source.subarray(0, copy.length));
    let largest = 0;
    if (source instanceof Float32Array) for (let n = 0; n < copy.length; n++) largest = Math.max(largest, source[n]);
    return { copy, largest };
  }
}
