import { ArtifactError } from '../data/errors.ts';
import { fillSlots, openTextIndex, slotsFor } from '../data/text-index.ts';
import { createTextTable, findOffsets, type TextBytes } from '../data/text-table.ts';
import type { ModelMemory } from '../kernels/index.ts';
import { decodeHalf } from '../math/half-float.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { openScorer } from '../scoring/scorers/open-scorer.ts';
import { createServableModel, type PreparableModel } from '../scoring/servable-model.ts';
import type { NamedArray } from '../scoring/spec.ts';
import { readSections, readStrings, type Section, sizeOf } from './format.ts';

/** The bytes of an artifact in the memory of a model. */
export interface PlacedArtifact {
  memory: ModelMemory;
  at: number;
  byteLength: number;
  /** A checksum of the bytes was compared. */
  isVerified: boolean;
}

/**
 * Opens an artifact where it lies: its arrays are views of its bytes, and factors among them are rotated in place, so that the
 * bytes are the model's from then on. What has to be computed is derived in the model's memory: where another thread has done
 * that, nothing here takes time that grows with the number of items. Throws ArtifactError for damaged bytes and for formats
 * that this engine cannot read.
 */
export function openModel({ memory, at, byteLength, isVerified }: PlacedArtifact): PreparableModel {
  const { manifest, sections } = readSections(memory.u8(at, byteLength), { isVerified });
  const { scorer: spec } = manifest;
  const arrays = new Map<string, NamedArray>();
  for (const [name, section] of sections) arrays.set(name, viewOf(memory, at, section));
  const section = (name: string): Section => {
    const found = sections.get(name);
    if (!found) throw new ArtifactError(`The model lacks its array "${name}".`);
    return found;
  };
  const integers = (name: string): Uint32Array => {
    const array = arrays.get(name);
    if (array?.dtype !== 'int32') throw new ArtifactError(`The model lacks its array "${name}".`);
    return array.data;
  };

  const ids = textBytesOf(memory, at, section('itemIds'));
  const items = ids.offsets.length - 1;
  const slotCount = slotsFor(items);
  const slots = memory.derive('item id slots', slotCount * 4, (to) => fillSlots(ids, memory.u32(to, slotCount)));
  const catalogue: Catalogue = {
    itemIds: createTextTable(ids),
    indexOf: openTextIndex(ids, memory.u32(slots, slotCount)),
    userCounts: integers('userCounts'),
    trending: integers('rankings/trending'),
    latest: integers('rankings/latest'),
    popular: integers('rankings/popular'),
    fallbackRanking: spec.type === 'order' ? spec.by : 'popular',
  };
  for (const array of [catalogue.userCounts, catalogue.popular, catalogue.trending, catalogue.latest]) {
    if (array.length !== items) throw new ArtifactError('The arrays of the model differ in their number of items.');
  }
  return createServableModel({
    algorithm: manifest.algorithm,
    kind: manifest.kind,
    memory,
    rules: manifest.rules,
    catalogue,
    scorer: openScorer(spec, arrays, catalogue.userCounts, '', memory),
    terms: {
      terms: createTextTable(textBytesOf(memory, at, section('explanation/terms'))),
      indptr: integers('explanation/indptr'),
      indices: integers('explanation/indices'),
    },
    personal: spec.type !== 'popular' && spec.type !== 'order',
  });
}

function textBytesOf(memory: ModelMemory, at: number, { spec, offset, byteLength }: Section): TextBytes {
  const bytes = memory.u8(at + offset, byteLength);
  const count = sizeOf(spec);
  const offsets = memory.derive(`${spec.name} offsets`, (count + 1) * 4, (to) =>
    findOffsets(bytes, count, memory.u32(to, count + 1)),
  );
  return { bytes, offsets: memory.u32(offsets, count + 1) };
}

function viewOf(memory: ModelMemory, at: number, section: Section): NamedArray {
  const { spec, offset, byteLength } = section;
  const { shape } = spec;
  const from = at + offset;
  const size = sizeOf(spec);
  if (spec.dtype === 'string') {
    // Few arrays of strings are read as a whole.
    return {
      shape,
      dtype: 'string',
      get data() {
        return readStrings(memory.u8(at, offset + byteLength), section);
      },
    };
  }
  if (spec.dtype === 'bool') return { shape, dtype: 'bool', data: memory.u8(from, size) };
  if (spec.dtype === 'int32') return { shape, dtype: 'int32', data: memory.u32(from, size) };
  if (!spec.quantization) return { shape, dtype: 'float32', data: memory.f32(from, size) };
  return {
    shape,
    dtype: 'float32',
    half: true,
    bits: memory.u16(from, size),
    // Neighbours are read as they are; nothing else has half precision.
    get data() {
      return decodeHalf(memory.u16(from, size));
    },
  };
}
