import { crc32 } from 'node:zlib';
import { ArtifactError } from '../data/errors.ts';
import type { ConfidenceRules, ModelKind } from '../data/records.ts';
import { decodeHalf, encodeHalf } from '../math/half-float.ts';
import type { NamedArray, ScorerSpec } from '../scoring/spec.ts';

/**
 * Layout, little-endian: "CURIOMDL" · u32 format · u32 length of the manifest · u32 CRC-32 of everything after it ·
 * manifest (JSON, UTF-8, spaces at its end) · weights. `manifest.weights` and the weights are in the weight format of
 * TensorFlow.js: `tf.io.decodeWeights(bytes.slice(20 + manifestLength), manifest.weights)` returns the same arrays. u32 arrays
 * are declared as int32, with the same bits. The weights begin at a multiple of 64 bytes, and so does every array of numbers in
 * them, so that kernels use the bytes as they are: arrays of zero bytes, named `padding/N`, are in between.
 */
const magic = 'CURIOMDL';
const format = 3;
const headerLength = 20;
const alignment = 64;
const padding = 'padding/';

export interface WeightSpec {
  name: string;
  shape: number[];
  dtype: NamedArray['dtype'];
  quantization?: { dtype: 'float16' };
  /** Bytes of an array of strings. */
  bytes?: number;
}

export interface Manifest {
  algorithm: string;
  kind: ModelKind;
  params: Record<string, unknown>;
  rules: ConfidenceRules;
  scorer: ScorerSpec;
  weights: WeightSpec[];
}

export type ManifestHead = Omit<Manifest, 'weights'>;

/** One array in the bytes of an artifact, and where it is. */
export interface Section {
  spec: WeightSpec;
  offset: number;
  byteLength: number;
}

/** Deterministic: equal heads and arrays give equal bytes. */
export function encodeArtifact(head: ManifestHead, arrays: Map<string, NamedArray>): Uint8Array {
  const weights: WeightSpec[] = [];
  const parts: Uint8Array[] = [];
  let end = 0;
  const add = (spec: WeightSpec, bytes: Uint8Array) => {
    weights.push(spec);
    parts.push(bytes);
    end += bytes.length;
  };
  for (const [name, array] of arrays) {
    const missing = -end & (alignment - 1);
    if (missing > 0 && array.dtype !== 'string') {
      add({ name: `${padding}${weights.length}`, shape: [missing], dtype: 'bool' }, new Uint8Array(missing));
    }
    const bytes = bytesOf(array);
    const spec: WeightSpec = { name, shape: array.shape, dtype: array.dtype };
    if (array.dtype === 'string') add({ ...spec, bytes: bytes.length }, bytes);
    else if (array.dtype === 'float32' && array.half) add({ ...spec, quantization: { dtype: 'float16' } }, bytes);
    else add(spec, bytes);
  }
  const text = JSON.stringify({ ...head, weights });
  const manifestLength = alignedLength(headerLength + Buffer.byteLength(text)) - headerLength;
  const manifest = new Uint8Array(manifestLength).fill(0x20);
  new TextEncoder().encodeInto(text, manifest);
  const bytes = new Uint8Array(headerLength + manifestLength + end);
  bytes.set(new TextEncoder().encode(magic));
  bytes.set(manifest, headerLength);
  let offset = headerLength + manifestLength;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  const view = new DataView(bytes.buffer);
  view.setUint32(8, format, true);
  view.setUint32(12, manifest.length, true);
  view.setUint32(16, crc32(bytes.subarray(headerLength)), true);
  return bytes;
}

/**
 * The manifest, and where the arrays are, by name. Throws ArtifactError for bytes that `encodeArtifact` did not write; `isVerified`
 * leaves out the checksum, where another one has been compared.
 */
export function readSections(
  bytes: Uint8Array,
  { isVerified = false } = {},
): { manifest: Manifest; sections: Map<string, Section> } {
  if (bytes.length < headerLength || textOf(bytes, 0, 8) !== magic) {
    throw new ArtifactError('These bytes are not a Curio model.');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const found = view.getUint32(8, true);
  if (found !== format)
    throw new ArtifactError(`This model has format ${found}; this engine reads format ${format}. Train it again.`);
  const manifestEnd = headerLength + view.getUint32(12, true);
  if (manifestEnd > bytes.length || (!isVerified && view.getUint32(16, true) !== crc32(bytes.subarray(headerLength)))) {
    throw new ArtifactError('The model is damaged: its checksum does not match.');
  }
  try {
    const manifest = JSON.parse(textOf(bytes, headerLength, manifestEnd)) as Manifest;
    const sections = new Map<string, Section>();
    let offset = manifestEnd;
    for (const spec of manifest.weights) {
      const byteLength = byteLengthOf(spec);
      if (offset + byteLength > bytes.length) throw new ArtifactError(`${spec.name} is cut off`);
      if (!spec.name.startsWith(padding)) sections.set(spec.name, { spec, offset, byteLength });
      offset += byteLength;
    }
    if (offset !== bytes.length) throw new ArtifactError('unexpected bytes at the end');
    return { manifest, sections };
  } catch (error) {
    throw new ArtifactError(`The model cannot be read: ${error instanceof Error ? error.message : error}.`);
  }
}

/** All arrays of an artifact, as copies. Throws ArtifactError for bytes that `encodeArtifact` did not write. */
export function decodeArtifact(bytes: Uint8Array): { manifest: Manifest; arrays: Map<string, NamedArray> } {
  const { manifest, sections } = readSections(bytes);
  const arrays = new Map<string, NamedArray>();
  for (const [name, section] of sections) arrays.set(name, readArray(bytes, section));
  return { manifest, arrays };
}

/** The strings of a section: each as its length in bytes (u32), then its UTF-8 bytes. */
export function readStrings(bytes: Uint8Array, { spec, offset }: Section): string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const strings: string[] = [];
  let at = offset;
  for (let n = 0; n < sizeOf(spec); n++) {
    const from = at + 4;
    at = from + buffer.readUInt32LE(at);
    strings.push(buffer.toString('utf8', from, at));
  }
  return strings;
}

const alignedLength = (length: number): number => Math.ceil(length / alignment) * alignment;

export const sizeOf = ({ shape }: WeightSpec): number => shape.reduce((product, n) => product * n, 1);

// A TextDecoder refuses shared memory.
const textOf = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8', from, to);

function byteLengthOf(spec: WeightSpec): number {
  if (spec.dtype === 'string') return spec.bytes ?? 0;
  if (spec.dtype === 'bool') return sizeOf(spec);
  if (spec.dtype === 'int32') return 4 * sizeOf(spec);
  if (spec.dtype !== 'float32') throw new ArtifactError(`${spec.name} has the unknown type ${String(spec.dtype)}`);
  return (spec.quantization ? 2 : 4) * sizeOf(spec);
}

function bytesOf(array: NamedArray): Uint8Array {
  if (array.dtype === 'string') return stringBytes(array.data);
  if (array.dtype === 'float32' && array.half) {
    return new Uint8Array(encodeHalf(array.data).buffer);
  }
  return new Uint8Array(array.data.buffer, array.data.byteOffset, array.data.byteLength);
}

/** As TensorFlow.js: each string as its length in bytes (u32), then its UTF-8 bytes. */
function stringBytes(strings: string[]): Uint8Array {
  const encoder = new TextEncoder();
  const encoded = strings.map((text) => encoder.encode(text));
  const out = new Uint8Array(encoded.reduce((sum, text) => sum + 4 + text.length, 0));
  const view = new DataView(out.buffer);
  let offset = 0;
  for (const text of encoded) {
    view.setUint32(offset, text.length, true);
    out.set(text, offset + 4);
    offset += 4 + text.length;
  }
  return out;
}

function readArray(bytes: Uint8Array, section: Section): NamedArray {
  const { spec, offset, byteLength } = section;
  const { shape } = spec;
  if (spec.dtype === 'string') return { shape, dtype: 'string', data: readStrings(bytes, section) };
  const { buffer } = bytes.slice(offset, offset + byteLength);
  if (spec.dtype === 'bool') return { shape, dtype: 'bool', data: new Uint8Array(buffer) };
  if (spec.dtype === 'int32') return { shape, dtype: 'int32', data: new Uint32Array(buffer) };
  if (!spec.quantization) return { shape, dtype: 'float32', data: new Float32Array(buffer) };
  return { shape, dtype: 'float32', data: decodeHalf(new Uint16Array(buffer)), half: true };
}
