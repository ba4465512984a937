import type { TextBytes } from './text-table.ts';

/** Slots of a hash index over `count` texts: a power of two, at least twice as many. */
export const slotsFor = (count: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, count) * 2));

/**
 * Fills the slots of a hash index: text n is in the first free slot from its hash on, as n + 1; 0 is a free slot. Of equal texts
 * the first has an index.
 */
export function fillSlots({ bytes, offsets }: TextBytes, slots: Uint32Array): void {
  const mask = slots.length - 1;
  const count = offsets.length - 1;
  for (let n = 0; n < count; n++) {
    const end = offsets[n + 1] - 4;
    let hash = hashStart;
    for (let at = offsets[n]; at < end; at++) hash = hashByte(hash, bytes[at]);
    let slot = hashEnd(hash) & mask;
    while (slots[slot] !== 0 && !isSame(bytes, offsets, slots[slot] - 1, n)) slot = (slot + 1) & mask;
    if (slots[slot] === 0) slots[slot] = n + 1;
  }
}

/** Returns the lookup: the index of a text, -1 where the table has no such text. */
export function openTextIndex({ bytes, offsets }: TextBytes, slots: Uint32Array): (text: string) => number {
  const mask = slots.length - 1;
  let scratch = Buffer.alloc(1024);

  const find = (key: Uint8Array, length: number) => {
    let hash = hashStart;
    for (let n = 0; n < length; n++) hash = hashByte(hash, key[n]);
    for (let slot = hashEnd(hash) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const index = slots[slot] - 1;
      const from = offsets[index];
      if (offsets[index + 1] - 4 - from !== length) continue;
      let n = 0;
      while (n < length && bytes[from + n] === key[n]) n++;
      if (n === length) return index;
    }
    return -1;
  };

  return (text) => {
    if (text.length * 3 > scratch.length) scratch = Buffer.alloc(text.length * 3);
    let length = 0;
    for (; length < text.length; length++) {
      const code = text.charCodeAt(length);
      if (code > 127) break;
      scratch[length] = code;
    }
    return find(scratch, length === text.length ? length : scratch.write(text));
  };
}

/** FNV-1a (Fowler, Noll and Vo) and the last step of MurmurHash3, whose low bits depend on all bits. */
const hashStart = 0x811c9dc5;
const hashByte = (hash: number, byte: number): number => Math.imul(hash ^ byte, 0x01000193);
function hashEnd(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function isSame(bytes: Uint8Array, offsets: Uint32Array, a: number, b: number): boolean {
  const length = offsets[a + 1] - offsets[a];
  if (offsets[b + 1] - offsets[b] !== length) return false;
  for (let n = 0; n + 4 < length; n++) if (bytes[offsets[a] + n] !== bytes[offsets[b] + n]) return false;
  return true;
}
