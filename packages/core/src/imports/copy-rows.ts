/** Rows in the binary format of COPY: neither side turns a number or a time into text and back. */
export interface CopyRows {
  begin(fields: number): void;
  bigint(value: number): void;
  text(value: string): void;
  /** 32 bits; undefined is NULL. */
  real(value: number | undefined): void;
  time(value: Date): void;
  /** The whole input; nothing can be added behind it. */
  end(): Uint8Array;
}

// https://www.postgresql.org/docs/18/sql-copy.html, "Binary Format": signature, flags, no header extension.
const header = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const millisecondsOf2000 = Date.UTC(2000, 0, 1);
const firstBytes = 1 << 19;
/** Above what any field without text takes. */
const roomForNumbers = 16;

export function createCopyRows(): CopyRows {
  let bytes = Buffer.allocUnsafe(firstBytes);
  let at = header.copy(bytes);

  function room(length: number): void {
    if (at + length <= bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(bytes.length * 2, at + length));
    bytes.copy(larger, 0, 0, at);
    bytes = larger;
  }
  function int64(value: number): void {
    room(roomForNumbers);
    at = bytes.writeInt32BE(8, at);
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number that can be told exactly`);
    const high = Math.floor(value / 2 ** 32);
    at = bytes.writeInt32BE(high, at);
    at = bytes.writeUInt32BE(value - high * 2 ** 32, at);
  }

  return {
    begin(fields) {
      room(roomForNumbers);
      at = bytes.writeInt16BE(fields, at);
    },
    bigint: int64,
    text(value) {
      // A character of UTF-16 takes three bytes of UTF-8 at most.
      room(roomForNumbers + value.length * 3);
      const start = at + 4;
      let end = start;
      for (let i = 0; i < value.length; i++) {
        const code = value.charCodeAt(i);
        if (code > 127) {
          end = start + bytes.write(value, start);
          break;
        }
        bytes[end++] = code;
      }
      bytes.writeInt32BE(end - start, at);
      at = end;
    },
    real(value) {
      room(roomForNumbers);
      at = bytes.writeInt32BE(value === undefined ? -1 : 4, at);
      if (value !== undefined) at = bytes.writeFloatBE(value, at);
    },
    time(value) {
      const milliseconds = value.getTime() - millisecondsOf2000;
      const microseconds = milliseconds * 1000;
      if (Number.isSafeInteger(microseconds)) return int64(microseconds);
      // Before 1715 and after 2285.
      room(roomForNumbers);
      at = bytes.writeInt32BE(8, at);
      at = bytes.writeBigInt64BE(BigInt(milliseconds) * 1000n, at);
    },
    end() {
      room(roomForNumbers);
      at = bytes.writeInt16BE(-1, at);
      return bytes.subarray(0, at);
    },
  };
}
