import { crc32 } from 'node:zlib';
import { ArtifactError } from '../data/errors.ts';
import type { ConfidenceRules, ModelKind } from '../data/records.ts';
import { decodeHalf, encodeHalf } from '../math/half-float.ts';
import type { NamedArray, ScorerSpec } from '../scoring/spec.ts';

/**
 * Layout, little-endian: "CURIOMDL" · u32 format · u32 length of the manifest · u32 CRC-32 of everything after it ·
 * manifest (JSON, UTF-8) · weights. `manifest.weights` and the weights are in the weight format of TensorFlow.js:
 * `tf.io.decodeWeights(bytes.slice(20 + manifestLength), manifest.weights)` returns the same arrays. u32 arrays are declared
 * as int32, with the same bits.
 */
const magic = 'CURIOMDL';
const format = 2;
const headerLength = 20;

export interface WeightSpec {
  name: string;
  shape: number[];
  dtype: NamedArray['dtype'];
  quantization?: { dtype: 'float16' };
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

/** Deterministic: equal heads and arrays give equal bytes. */
export function encodeArtifact(head: ManifestHead, arrays: Map<string, NamedArray>): Uint8Array {
  const weights: WeightSpec[] = [];
  const parts: Uint8Array[] = [];
  for (const [name, array] of arrays) {
    const half = array.dtype === 'float32' && array.half === true;
    const spec: WeightSpec = { name, shape: array.shape, dtype: array.dtype };
    weights.push(half ? { ...spec, quantization: { dtype: 'float16' } } : spec);
    parts.push(bytesOf(array));
  }
  const manifest = new TextEncoder().encode(JSON.stringify({ ...head, weights }));
  const length = parts.reduce((sum, part) => sum + part.length, headerLength + manifest.length);
  const bytes = new Uint8Array(length);
  bytes.set(new TextEncoder().encode(magic));
  bytes.set(manifest, headerLength);
  let offset = headerLength + manifest.length;
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

/** Throws ArtifactError for bytes that `encodeArtifact` did not write. */
export function decodeArtifact(bytes: Uint8Array): { manifest: Manifest; arrays: Map<string, NamedArray> } {
  if (bytes.length < headerLength || new TextDecoder('latin1').decode(bytes.subarray(0, 8)) !== magic) {
    throw new ArtifactError('These bytes are not a Curio model.');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const found = view.getUint32(8, true);
  if (found !== format)
    throw new ArtifactError(`This model has format ${found}; this engine reads format ${format}. Train it again.`);
  const manifestEnd = headerLength + view.getUint32(12, true);
  if (manifestEnd > bytes.length || view.getUint32(16, true) !== crc32(bytes.subarray(headerLength))) {
    throw new ArtifactError('The model is damaged: its checksum does not match.');
  }
  try {
    const manifest = JSON.parse(new TextDecoder().decode(bytes.subarray(headerLength, manifestEnd))) as Manifest;
    const arrays = new Map<string, NamedArray>();
    let offset = manifestEnd;
    for (const spec of manifest.weights) {
      const { array, end } = readArray(bytes, offset, spec);
      arrays.set(spec.name, array);
      offset = end;
    }
    if (offset !== bytes.length) throw new ArtifactError('unexpected bytes at the end');
    return { manifest, arrays };
  } catch (error) {
    throw new ArtifactError(`The model cannot be read: ${error instanceof Error ? error.message : error}.`);
  }
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

function readArray(bytes: Uint8Array, offset: number, spec: WeightSpec): { array: NamedArray; end: number } {
  const { shape } = spec;
  const size = shape.reduce((product, n) => product * n, 1);
  const take = (width: number) => {
    if (offset + size * width > bytes.length) throw new ArtifactError(`${spec.name} is cut off`);
    return bytes.slice(offset, offset + size * width).buffer;
  };
  if (spec.dtype === 'string') {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    const data: string[] = [];
    let end = offset;
    for (let i = 0; i < size; i++) {
      const length = view.getUint32(end, true);
      if (end + 4 + length > bytes.length) throw new ArtifactError(`${spec.name} is cut off`);
      data.push(decoder.decode(bytes.subarray(end + 4, end + 4 + length)));
      end += 4 + length;
    }
    return { array: { shape, dtype: 'string', data }, end };
  }
  if (spec.dtype === 'bool')
    return { array: { shape, dtype: 'bool', data: new Uint8Array(take(1)) }, end: offset + size };
  if (spec.dtype === 'int32') {
    return { array: { shape, dtype: 'int32', data: new Uint32Array(take(4)) }, end: offset + 4 * size };
  }
  if (spec.dtype !== 'float32') throw new ArtifactError(`${spec.name} has the unknown type ${String(spec.dtype)}`);
  if (!spec.quantization) {
    return { array: { shape, dtype: 'float32', data: new Float32Array(take(4)) }, end: offset + 4 * size };
  }
  const data = decodeHalf(new Uint16Array(take(2)));
  return { array: { shape, dtype: 'float32', data, half: true }, end: offset + 2 * size };
}
