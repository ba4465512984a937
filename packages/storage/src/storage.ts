/** Where bytes are kept that are too large for the database: uploaded files. API and worker use the same storage. */
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
  /** Does nothing where the key does not exist. */
  remove(key: string): Promise<void>;
  /** Removes unfinished uploads of processes that were killed: those without a write for `olderThanMs`. */
  sweep(olderThanMs: number): Promise<void>;
}
