import { detectedSchema, type RowsByReason } from '@curio/contracts';
import { createReadReport, createRowMapper, openRecords, type RawRecord, type Rejection } from '@curio/csv';
import { type ImportRow, sql, type Trx } from '@curio/db';
import type { Context } from '../platform/context.ts';
import type { ImportProgress } from './import-progress.ts';
import type { Batch } from './kinds/kind.ts';
import { kinds } from './kinds/kinds.ts';
import { storedFile } from './stored-file.ts';
import { toPgText } from './to-pg-text.ts';

export interface Staged {
  read: number;
  kept: number;
  rejected: number;
  skipped: number;
  rejections: RowsByReason[];
  /** Cells that could not be parsed in rows that were imported without them. */
  leftOut: RowsByReason[];
}

const batchRows = 5_000;
const reasonsShown = 20;

/**
 * Reads the file record by record into a temporary table of this transaction. Rejected rows go to `import_rejections`, each
 * with its line and reason. Memory is bounded by two batches.
 */
export async function stageRows(
  context: Context,
  trx: Trx,
  row: ImportRow,
  projectNumber: number,
  progress: ImportProgress,
  signal: AbortSignal,
): Promise<Staged> {
  const { stage, validateRow } = kinds[row.kind];
  await sql`create temporary table stage (${stage.columns}) on commit drop`.execute(trx);
  await trx.deleteFrom('import_rejections').where('import_id', '=', row.id).execute();

  const header = row.columns.map((column) => column.name);
  const toRow = createRowMapper(row.kind, header, row.mapping);
  /** The row, or the reason why it is rejected. The reason quotes the file, so it is converted to text that Postgres stores. */
  function check(mapped: ReturnType<typeof toRow>, line: number): typeof mapped {
    if (!mapped.ok) return { ...mapped, reason: toPgText(mapped.reason) };
    const fault = validateRow(mapped.row as never);
    return fault ? { ok: false, line, code: fault.code, reason: `Line ${line}: ${fault.reason}.` } : mapped;
  }
  const reasons = new Map<string, RowsByReason>();
  const leftOut = new Map<string, RowsByReason>();
  let rejected: { record: RawRecord; rejection: Rejection }[] = [];
  const openBatch = stage.open(context, projectNumber);
  let batch = openBatch();
  let rows = 0;
  let read = 0;
  let rejectedCount = 0;
  let bytes = 0;

  // One batch is written while the next one is read.
  let writing: Promise<void> = Promise.resolve();
  async function flush() {
    const prepared = batch.prepare?.();
    // Avoids an unhandled rejection: the error surfaces after the batch before has been written.
    prepared?.catch(() => undefined);
    await writing;
    await prepared;
    writing = write(batch, rows, rejected);
    // Avoids an unhandled rejection: the error surfaces when the next flush awaits.
    writing.catch(() => undefined);
    batch = openBatch();
    rows = 0;
    rejected = [];
  }
  async function write(taken: Batch, count: number, refused: typeof rejected) {
    if (count > 0) await taken.write(trx);
    if (refused.length > 0) await keepRejections(trx, row, refused);
  }

  const file = storedFile(context, row, (count) => {
    // Some formats read parts of the file twice.
    bytes = Math.min(row.bytes, bytes + count);
  });
  const report = createReadReport();
  for await (const records of openRecords(file, detectedSchema.parse(row.detected), { report })) {
    signal.throwIfAborted();
    for (const record of records) {
      read++;
      const mapped = check(toRow(record), record.line);
      if (mapped.ok) {
        batch.add(record.line, mapped.row as never);
        rows++;
        for (const warning of mapped.warnings ?? []) count(leftOut, { ...warning, reason: toPgText(warning.reason) });
      } else {
        rejectedCount++;
        rejected.push({ record, rejection: mapped });
        count(reasons, mapped);
      }
    }
    if (rows + rejected.length >= batchRows) await flush();
    progress.read(bytes, read);
  }
  await flush();
  await writing;
  await sql`analyze stage`.execute(trx);
  const { skipped } = report;
  return {
    read: read + skipped,
    kept: read - rejectedCount,
    rejected: rejectedCount,
    skipped,
    rejections: mostFrequent(reasons),
    leftOut: [...report.warnings, ...mostFrequent(leftOut)],
  };
}

const mostFrequent = (reasons: Map<string, RowsByReason>) =>
  [...reasons.values()].sort((a, b) => b.rows - a.rows).slice(0, reasonsShown);

/** Rows are grouped by column and code; the first row of a group gives the sentence. */
function count(reasons: Map<string, RowsByReason>, rejection: Omit<Rejection, 'ok'>): void {
  const key = `${rejection.code}\n${rejection.column ?? ''}`;
  const known = reasons.get(key);
  if (known) known.rows++;
  else {
    reasons.set(key, {
      // The line is shown in a separate column.
      reason: rejection.reason.replace(/^Line \d+: (.)/, (_, first: string) => first.toUpperCase()),
      column: rejection.column ?? null,
      rows: 1,
      firstLine: rejection.line,
    });
  }
}

async function keepRejections(trx: Trx, row: ImportRow, rejected: { record: RawRecord; rejection: Rejection }[]) {
  const data = rejected.map(({ record, rejection }) => ({
    line: record.line,
    column_name: rejection.column ?? null,
    reason: rejection.reason,
    cells: record.cells.map(toPgText),
  }));
  await sql`
    insert into import_rejections (workspace_id, import_id, line, column_name, reason, cells)
    select ${row.workspace_id}, ${row.id}, line, column_name, reason, cells
    from jsonb_to_recordset(${JSON.stringify(data)}::jsonb) as r(line bigint, column_name text, reason text, cells text[])
    on conflict do nothing`.execute(trx);
}
