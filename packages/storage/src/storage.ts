/**
 * Where bytes are kept that are too large for the database: uploaded files. API and worker use the same storage. Keys are
 * ids: letters, digits, `_` and `-`.
 */
export interface Storage {
  /**
   * Streams `body` to `key`. Atomic: the key holds the complete upload or does not exist.
   *
   * @throws {TooLargeError} where `body` has more than `maxBytes`.
   */
  write(key: string, body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<{ bytes: number }>;
  read(key: string): AsyncIterable<Uint8Array>;
  /** The first `bytes` bytes, or all of them where there are fewer. */
  head(key: string, bytes: number): Promise<Uint8Array>;
  /** The bytes from `start` up to, but without, `end`; fewer at the end of the file. */
  range(key: string, start: number, end: number): Promise<Uint8Array>;
  /** Removes the key and an unfinished upload of it. Does nothing where neither exists. */
  remove(key: string): Promise<void>;
  /**
   * Adds to the unfinished upload of `key`, which has `offset` bytes; 0 starts it. Where `body` breaks off, its bytes until
   * then are kept, and its error is thrown. One call at a time for a key.
   *
   * @returns the bytes that the upload has now
   * @throws {TooLargeError} where it would have more than `maxBytes`; the bytes up to there are kept.
   */
  append(key: string, offset: number, body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<number>;
  /** Bytes of the unfinished upload of `key`; 0 where there is none. */
  pending(key: string): Promise<number>;
  /** The unfinished upload becomes `key`. A repeated call has no effect. */
  finish(key: string): Promise<void>;
  /** Removes unfinished uploads without a write for `olderThanMs`: of processes that were killed, and of senders that gave up. */
  sweep(olderThanMs: number): Promise<void>;
}
