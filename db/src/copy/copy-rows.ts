/** Rows in the binary format of COPY: numbers and times are not converted to text and parsed again. */
export interface CopyRows {
  begin(fields: number): void;
  /** 64 bits; up to 2^53. */
  bigint(value: number): void;
  /** 16 bits. */
  smallint(value: number): void;
  /** 32 bits. */
  integer(value: number): void;
  text(value: string): void;
  /** 32 bits; undefined is NULL. */
  real(value: number | undefined): void;
  time(value: Date): void;
  /** The whole input. No row can be added afterwards. */
  end(): Uint8Array;
  /** Starts another input in the same memory. Call it when the one before has been sent. */
  clear(): void;
}

// https://www.postgresql.org/docs/18/sql-copy.html, "Binary Format": signature, flags, no header extension.
const header = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const millisecondsOf2000 = Date.UTC(2000, 0, 1);
const firstBytes = 1 << 19;
/** More bytes than any field except a text needs. */
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

  return {
    begin(fields) {
      room(roomForNumbers);
      at = bytes.writeInt16BE(fields, at);
    },
    bigint(value) {
      room(roomForNumbers);
      at = bytes.writeInt32BE(8, at);
      at = bytes.writeInt32BE(Math.floor(value / 2 ** 32), at);
      at = bytes.writeUInt32BE(value % 2 ** 32, at);
    },
    smallint(value) {
      room(roomForNumbers);
      at = bytes.writeInt32BE(2, at);
      at = bytes.writeInt16BE(value, at);
    },
    integer(value) {
      room(roomForNumbers);
      at = bytes.writeInt32BE(4, at);
      at = bytes.writeInt32BE(value, at);
    },
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
      room(roomForNumbers);
      at = bytes.writeInt32BE(8, at);
      if (Number.isSafeInteger(microseconds)) {
        const high = Math.floor(microseconds / 2 ** 32);
        at = bytes.writeInt32BE(high, at);
        at = bytes.writeUInt32BE(microseconds - high * 2 ** 32, at);
      }
      // Before 1715 and after 2285.
      else at = bytes.writeBigInt64BE(BigInt(milliseconds) * 1000n, at);
    },
    end() {
      room(roomForNumbers);
      at = bytes.writeInt16BE(-1, at);
      return bytes.subarray(0, at);
    },
    clear() {
      at = header.length;
    },
  };
}
