import { randomInt } from 'node:crypto';

/** Item ids by row and back. Rows count up from 0 and never change. */
export interface ItemIds {
  readonly size: number;
  /** Approximate bytes in memory. */
  readonly bytes: number;
  idOf(row: number): string;
  /** -1 where the id is unknown. */
  rowOf(id: string): number;
  /** The row of the id: a new one where it is unknown. */
  add(id: string): number;
  /** Negative where the id of row `a` comes before that of `b`, by bytes of UTF-8 as in Postgres. */
  compare(a: number, b: number): number;
}

/** A character of UTF-16 takes three bytes of UTF-8 at most. */
const maxBytesPerCharacter = 3;
const firstRows = 1 << 10;
// Random, so that the owner of a catalogue cannot choose ids that collide and slow the process for other tenants.
const seed = randomInt(2 ** 31);

/**
 * Ids as one UTF-8 text with offsets and an open-addressing index of their hashes: about 30 bytes per short id, where a Map
 * of strings takes 100 and stops the event loop while it grows.
 */
export function createItemIds(): ItemIds {
  let size = 0;
  let text = Buffer.allocUnsafe(firstRows * 8);
  /** Where the id of a row ends in `text`. */
  let ends = new Uint32Array(firstRows);
  let hashes = new Int32Array(firstRows);
  /** Row + 1, 0 = empty; at most half full, a power of two long. */
  let slots = new Int32Array(firstRows * 2);
  /** So many rows from the first on are in the order of their ids, as after reading them in that order. */
  let ordered = 0;

  const startOf = (row: number) => (row === 0 ? 0 : (ends[row - 1] ?? 0));
  const idOf = (row: number) => text.toString('utf8', startOf(row), ends[row]);

  function equals(row: number, id: string): boolean {
    const start = startOf(row);
    const length = (ends[row] ?? 0) - start;
    if (length < id.length) return false;
    for (let i = 0; i < id.length; i++) {
      const code = id.charCodeAt(i);
      if (code > 127) return idOf(row) === id;
      if (text[start + i] !== code) return false;
    }
    return length === id.length;
  }

  function compare(a: number, b: number): number {
    if (a < ordered && b < ordered) return a - b;
    return text.compare(text, startOf(b), ends[b], startOf(a), ends[a]);
  }

  /** The slot of the id, or the empty one where it belongs. */
  function slotOf(id: string, hash: number): number {
    const last = slots.length - 1;
    for (let slot = hash & last; ; slot = (slot + 1) & last) {
      const row = (slots[slot] ?? 0) - 1;
      if (row < 0 || (hashes[row] === hash && equals(row, id))) return slot;
    }
  }

  function growRows(): void {
    ends = grown(ends, size * 2);
    hashes = grown(hashes, size * 2);
    slots = new Int32Array(size * 4);
    const last = slots.length - 1;
    for (let row = 0; row < size; row++) {
      let slot = (hashes[row] ?? 0) & last;
      while (slots[slot] !== 0) slot = (slot + 1) & last;
      slots[slot] = row + 1;
    }
  }

  return {
    get size() {
      return size;
    },
    get bytes() {
      return text.length + ends.byteLength + hashes.byteLength + slots.byteLength;
    },
    idOf,
    rowOf: (id) => (slots[slotOf(id, hashOf(id))] ?? 0) - 1,
    add(id) {
      const hash = hashOf(id);
      const known = (slots[slotOf(id, hash)] ?? 0) - 1;
      if (known >= 0) return known;
      if (size === ends.length) growRows();
      const start = size === 0 ? 0 : (ends[size - 1] ?? 0);
      const room = start + id.length * maxBytesPerCharacter;
      if (room > text.length) {
        const larger = Buffer.allocUnsafe(Math.max(text.length * 2, room));
        text.copy(larger, 0, 0, start);
        text = larger;
      }
      ends[size] = start + text.write(id, start);
      hashes[size] = hash;
      slots[slotOf(id, hash)] = size + 1;
      if (ordered === size && (size === 0 || compare(size - 1, size) < 0)) ordered++;
      return size++;
    },
    compare,
  };
}

/** FNV-1a over the UTF-16 code units, then the finaliser of MurmurHash3, because slots are taken from the low bits. */
function hashOf(id: string): number {
  let hash = seed;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function grown<T extends Uint32Array | Int32Array>(array: T, length: number): T {
  const larger = new (array.constructor as new (length: number) => T)(length);
  larger.set(array);
  return larger;
}
