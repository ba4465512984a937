import type { RawRecord, Rejection, Warning } from '../table/record.ts';

/** Collects what is wrong with one row at a time. */
export interface RowReport {
  /** The row is lost; the first reason counts. */
  reject(column: string | undefined, code: string, reason: string): void;
  /** The cell is lost, the row is kept. */
  warn(column: string, code: string, reason: string): void;
  /** What was found since the last call. */
  close(): { rejection: Rejection | undefined; warnings: Warning[] | undefined };
  record: RawRecord;
}

export function createRowReport(): RowReport {
  let rejection: Rejection | undefined;
  let warnings: Warning[] | undefined;
  const report: RowReport = {
    record: { line: 0, cells: [] },
    reject(column, code, reason) {
      if (rejection) return;
      rejection = { ok: false, line: report.record.line, code, reason: `Line ${report.record.line}: ${reason}.` };
      if (column !== undefined) rejection.column = column;
    },
    warn(column, code, reason) {
      warnings ??= [];
      warnings.push({
        line: report.record.line,
        column,
        code,
        reason: `Line ${report.record.line}: ${reason}; left out.`,
      });
    },
    close() {
      const found = { rejection, warnings };
      rejection = undefined;
      warnings = undefined;
      return found;
    },
  };
  return report;
}
