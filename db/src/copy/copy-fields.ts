/** Reads rows in the binary format of COPY, field by field, from blocks that end where a row ends. */
export interface CopyFields {
  /** The next block. */
  take(block: Buffer): void;
  /** Goes to the next row; false where the block has no more. */
  next(): boolean;
  text(): string;
  /** A view of the block. */
  bytes(): Buffer;
  /** 16 bits. */
  smallint(): number;
  /** 32 bits. */
  integer(): number;
  /** 32 bits; undefined is NULL. */
  real(): number | undefined;
  /** 64 bits; null is NULL. */
  double(): number | null;
  /** As `text`; null is NULL. */
  textOrNull(): string | null;
  boolean(): boolean;
  /** Seconds since 1970, rounded. */
  time(): number;
}

// https://www.postgresql.org/docs/18/sql-copy.html, "Binary Format": signature, flags, length of an extension.
const signatureBytes = 11;
const headerBytes = 19;
const fieldCountBytes = 2;
const lengthBytes = 4;
const secondsOf2000 = Date.UTC(2000, 0, 1) / 1000;

export function createCopyFields(): CopyFields {
  let block: Buffer = Buffer.alloc(0);
  let at = 0;
  let opened = false;

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
    text() {
      const start = at + lengthBytes;
      at = start + block.readInt32BE(at);
      return block.toString('utf8', start, at);
    },
    bytes() {
      const start = at + lengthBytes;
      at = start + block.readInt32BE(at);
      return block.subarray(start, at);
    },
    smallint() {
      at += lengthBytes + 2;
      return block.readInt16BE(at - 2);
    },
    integer() {
      at += lengthBytes + 4;
      return block.readInt32BE(at - 4);
    },
    real() {
      const length = block.readInt32BE(at);
      at += lengthBytes;
      if (length < 0) return undefined;
      at += length;
      return block.readFloatBE(at - length);
    },
    double() {
      const length = block.readInt32BE(at);
      at += lengthBytes;
      if (length < 0) return null;
      at += length;
      return block.readDoubleBE(at - length);
    },
    textOrNull() {
      const length = block.readInt32BE(at);
      const start = at + lengthBytes;
      at = start + Math.max(0, length);
      return length < 0 ? null : block.toString('utf8', start, at);
    },
    boolean() {
      at += lengthBytes + 1;
      return block.readInt8(at - 1) === 1;
    },
    time() {
      const start = at + lengthBytes;
      at = start + 8;
      const microseconds = block.readInt32BE(start) * 2 ** 32 + block.readUInt32BE(start + 4);
      return Math.round(microseconds / 1e6) + secondsOf2000;
    },
  };
}
