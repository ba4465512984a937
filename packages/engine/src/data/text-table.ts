/** Texts by index. */
export interface TextTable {
  readonly length: number;
  at(index: number): string;
}

/** Where the texts of a table are: each as its length in bytes (u32, little-endian), then its UTF-8 bytes. */
export interface TextBytes {
  bytes: Uint8Array;
  /** Of each text the offset of its first byte, and at the end that of a text that would follow. */
  offsets: Uint32Array;
}

/** Texts that were read last, by the low bits of their index: up to this many, reading all of them decodes each once. */
const cacheSize = 1 << 16;

/** Decodes texts when they are read: a Map and a million strings would take longer to make than all the rest of a model. */
export function createTextTable({ bytes, offsets }: TextBytes): TextTable {
  const length = offsets.length - 1;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mask = cacheSize - 1;
  const cachedAt = new Int32Array(Math.min(length, cacheSize)).fill(-1);
  const cached: string[] = [];
  return {
    length,
    at(index) {
      const place = index & mask;
      const known = cached[place];
      if (known !== undefined && cachedAt[place] === index) return known;
      const text = buffer.toString('utf8', offsets[index], offsets[index + 1] - 4);
      cachedAt[place] = index;
      cached[place] = text;
      return text;
    },
  };
}

/** The offsets of `count` texts, to `out` of length count + 1. Throws where a text reaches beyond the bytes. */
export function findOffsets(bytes: Uint8Array, count: number, out: Uint32Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 4;
  for (let n = 0; n < count; n++) {
    out[n] = at;
    const end = at + view.getUint32(at - 4, true);
    if (end > bytes.length) throw new RangeError('a text is cut off');
    at = end + 4;
  }
  out[count] = at;
}
