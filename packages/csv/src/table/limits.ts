/** Bounds on hostile or broken files. Each call can override them, for tests and for plans. */
export interface ReadLimits {
  /** Characters in one record. A quote that never closes turns the rest of a file into one record. */
  recordChars: number;
  /** Bytes after decompression. */
  inflatedBytes: number;
  /** Inflated bytes per compressed byte, checked after `ratioGraceBytes` of output. gzip itself reaches 1029:1. */
  inflatedRatio: number;
  ratioGraceBytes: number;
}

export const readLimits: ReadLimits = {
  recordChars: 1 << 20,
  inflatedBytes: 8 * 2 ** 30,
  inflatedRatio: 200,
  ratioGraceBytes: 16 << 20,
};

/** `detect` and `preview` read this many bytes of the file, after decompression. */
export const headBytes = 1 << 20;
export const maxColumns = 1000;
