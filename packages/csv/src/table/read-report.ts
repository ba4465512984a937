import type { RowsByReason } from '@curio/contracts';

/** What reading a file changed or left out, counted while the records are read. */
export interface ReadReport {
  /** Blank lines and rows of empty cells, which are not returned. */
  skipped: number;
  /** Rows that were read otherwise than they are written, by reason. They are returned. */
  readonly warnings: RowsByReason[];
  /** Counts rows under a reason: a sentence without the line. */
  warn(reason: string, line: number, rows?: number): void;
}

export function createReadReport(): ReadReport {
  const warnings: RowsByReason[] = [];
  return {
    skipped: 0,
    warnings,
    warn(reason, firstLine, rows = 1) {
      const known = warnings.find((warning) => warning.reason === reason);
      if (known) known.rows += rows;
      else warnings.push({ reason, code: 'reading', column: null, rows, firstLine });
    },
  };
}
