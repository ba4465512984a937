/** From the thread that decodes a file. */
export type FromDecoder =
  | { kind: 'range'; id: number; start: number; end: number }
  | { kind: 'table'; header: string[]; rows: number }
  | { kind: 'rows'; rows: string[][] }
  | { kind: 'end' }
  /** `code` of a CsvError; undefined: the file is damaged. */
  | { kind: 'error'; code: string | undefined; message: string };

/** To it. */
export type ToDecoder = { kind: 'range'; id: number; bytes: ArrayBuffer } | { kind: 'more' };
