/** A stored file, read from its beginning or at any place. */
export interface Source {
  /** Size of the file. */
  bytes: number;
  stream(): AsyncIterable<Uint8Array>;
  /** The bytes from `start` up to, but without, `end`; fewer at the end of the file. */
  range(start: number, end: number): Promise<Uint8Array>;
}
