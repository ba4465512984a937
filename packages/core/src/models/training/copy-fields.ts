/**
 * Reads rows in the binary format of COPY, field by field, from blocks that end where a row ends. A text that came
 * lately is the same string again, so that ten million rows of a few thousand ids make few strings.
 */
export interface CopyFields {
  /** The next block. */
  take(block: Buffer): void;
  /** Goes to the next row; false where the block has no more. */
  next(): boolean;
  /** `last` is what the same column held a row before. */
  text(last?: string): string;
  /** 32 bits; undefined is NULL. */
  real(): number | undefined;
  /** Seconds since 1970, rounded. */
  time(): number;
}

// https://www.postgresql.org/docs/18/sql-copy.html, "Binary Format": signature, flags, length of an extension.
const signatureBytes = 11;
const headerBytes = 19;
const fieldCountBytes = 2;
const lengthBytes = 4;
const secondsOf2000 = Date.UTC(2000, 0, 1) / 1000;
/** Texts remembered: one for each value of so many bits of their hash. */
const rememberedBits = 17;

export function createCopyFields(): CopyFields {
  const remembered = new Array<string>(1 << rememberedBits).fill('');
  let block: Buffer = Buffer.alloc(0);
  let at = 0;
  let opened = false;

  /** The text of these bytes: the remembered one if it is the same, which only ASCII can be told of byte by byte. */
  function textOf(start: number, end: number): string {
    let hash = end - start;
    for (let i = start; i < end; i++) {
      const byte = block[i]!;
      if (byte > 127) return block.toString('utf8', start, end);
      hash = Math.imul(hash, 31) + byte;
    }
    const slot = Math.imul(hash, 0x9e3779b1) >>> (32 - rememberedBits);
    const known = remembered[slot]!;
    if (known.length === end - start && isSame(known, start)) return known;
    const text = block.toString('latin1', start, end);
    remembered[slot] = text;
    return text;
  }
  function isSame(text: string, start: number): boolean {
    for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== block[start + i]) return false;
    return true;
  }

  return {
    take(next) {
      block = next;
      at = opened ? 0 : headerBytes + block.readInt32BE(signatureBytes + lengthBytes);
      opened = true;
    },
    next() {
      // -1 fields are the end of all rows.
      if (at >= block.length || block.readInt16BE(at) < 0) return false;
      at += fieldCountBytes;
      return true;
    },
    text(last) {
      const start = at + lengthBytes;
      at = start + block.readInt32BE(at);
      return last !== undefined && last.length === at - start && isSame(last, start) ? last : textOf(start, at);
    },
    real() {
      const length = block.readInt32BE(at);
      at += lengthBytes;
      if (length < 0) return undefined;
      at += length;
      return block.readFloatBE(at - length);
    },
    time() {
      const start = at + lengthBytes;
      at = start + 8;
      const microseconds = block.readInt32BE(start) * 2 ** 32 + block.readUInt32BE(start + 4);
      return Math.round(microseconds / 1e6) + secondsOf2000;
    },
  };
}
