import type { RawRecord, Rejection, Warning } from '../table/record.ts';

/** Collects the faults of one row at a time. */
export interface RowReport {
  record: RawRecord;
  /** The first reason to reject the row. */
  rejection: Rejection | undefined;
  /** Cells that were left out. */
  warnings: Warning[] | undefined;
  /** Starts the next row. */
  begin(record: RawRecord): void;
  /** Rejects the row. */
  reject(column: string | undefined, code: string, reason: string): void;
  /** Leaves the cell out and keeps the row. */
  warn(column: string, code: string, reason: string): void;
}

export function createRowReport(): RowReport {
  const report: RowReport = {
    record: { line: 0, cells: [] },
    rejection: undefined,
    warnings: undefined,
    begin(record) {
      report.record = record;
      report.rejection = undefined;
      report.warnings = undefined;
    },
    reject(column, code, reason) {
      if (report.rejection) return;
      const { line } = report.record;
      report.rejection = { ok: false, line, code, reason: `Line ${line}: ${reason}.` };
      if (column !== undefined) report.rejection.column = column;
    },
    warn(column, code, reason) {
      const { line } = report.record;
      report.warnings ??= [];
      report.warnings.push({ line, column, code, reason: `Line ${line}: ${reason}; left out.` });
    },
  };
  return report;
}
