import type { ReadReport } from '../table/read-report.ts';
import type { RawRecord } from '../table/record.ts';

/** A table in a format that has cells by itself: a workbook's sheet, JSON Lines, Parquet. */
export interface Table {
  /** Names of the columns as written: blanks and duplicates are possible. */
  header: string[];
  /** 1-based row of the header; 0 where the names are not a row of the table. */
  headerRow: number;
  /** The rows below the header, each with as many cells as the header has names. Read once, and always: it frees what the table needs. */
  records(report: ReadReport): AsyncGenerator<RawRecord[]>;
}
