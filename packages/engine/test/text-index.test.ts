import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillSlots, openTextIndex, slotsFor } from '../src/data/text-index.ts';
import { createTextTable, findOffsets } from '../src/data/text-table.ts';

/** The texts as an artifact stores them. */
function open(texts: string[]) {
  const parts = texts.map((text) => Buffer.from(text));
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + 4 + part.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const part of parts) {
    view.setUint32(at, part.length, true);
    bytes.set(part, at + 4);
    at += 4 + part.length;
  }
  const offsets = new Uint32Array(texts.length + 1);
  findOffsets(bytes, texts.length, offsets);
  const slots = new Uint32Array(slotsFor(texts.length));
  fillSlots({ bytes, offsets }, slots);
  return { table: createTextTable({ bytes, offsets }), indexOf: openTextIndex({ bytes, offsets }, slots) };
}

const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme', maxLength: 30 }), fc.nat(300).map(String));

test('every text has its index and every index its text, whatever characters it has', () => {
  fc.assert(
    fc.property(fc.uniqueArray(text, { maxLength: 400 }), fc.array(text), (texts, others) => {
      const { table, indexOf } = open(texts);
      expect(table.length).toBe(texts.length);
      expect(texts.map((_, n) => table.at(n))).toEqual(texts);
      expect(texts.map(indexOf)).toEqual(texts.map((_, n) => n));
      for (const other of others) expect(indexOf(other)).toBe(texts.indexOf(other));
    }),
  );
});

test('long texts, and more of them than are kept decoded', () => {
  const texts = Array.from({ length: 70_000 }, (_, n) => `item ${n}`);
  texts[5] = 'x'.repeat(5000);
  const { table, indexOf } = open(texts);
  for (const n of [0, 5, 65_536, 69_999, 0, 4464, 70_000 - 65_536]) {
    expect(table.at(n)).toBe(texts[n]);
    expect(indexOf(texts[n])).toBe(n);
  }
  expect(indexOf('x'.repeat(5001))).toBe(-1);
});
