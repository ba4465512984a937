/** A row of a file as it is read, and the outcome of mapping it. */

export interface RawRecord {
  /** The 1-based physical line on which the record starts. */
  line: number;
  cells: string[];
  /** Why the row cannot be read; its cells are then what was written. */
  fault?: string;
}

/** A cell that could not be read and was left out; its row is kept. */
export interface Warning {
  line: number;
  column: string;
  code: string;
  reason: string;
}

export interface Rejection {
  ok: false;
  line: number;
  column?: string;
  code: string;
  /** A sentence with the reason and the value. */
  reason: string;
}

export type MappedRow<Row> = { ok: true; row: Row; warnings?: Warning[] } | Rejection;
export type RowMapper<Row> = (record: RawRecord) => MappedRow<Row>;
