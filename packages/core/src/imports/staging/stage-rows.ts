import { detectedSchema, type RowsByReason } from '@curio/contracts';
import { createReadReport, createRowMapper, openRecords, type RawRecord, unescapeFormula } from '@curio/csv';
import { type Db, type ImportRow, sql, tenant } from '@curio/db';
import type { Batch, Fault, StageOptions } from '../kinds/kind.ts';
import { kinds } from '../kinds/kinds.ts';
import type { ImportProgress } from '../progress/import-progress.ts';
import { isRejectedRows } from '../rejected-rows.ts';
import { storedFile } from '../stored-file.ts';
import { requireAttempt } from '../task.ts';
import { toPgText } from '../to-pg-text.ts';
import { clearProblems, type ProblemRow, storeProblems } from './problem-rows.ts';
import { ReasonCounts } from './reason-counts.ts';
import { withVectorWidths } from './vector-widths.ts';

export interface Staged {
  read: number;
  kept: number;
  rejected: number;
  /** Blank lines and rows of empty cells. */
  skipped: number;
  rejections: RowsByReason[];
  /** Cells that could not be parsed in rows that were imported without them. */
  leftOut: RowsByReason[];
}

export interface StagingOptions extends StageOptions {
  progress: ImportProgress;
  signal: AbortSignal;
  /** Called with each record that is kept, and its row. */
  onRow?(record: RawRecord, row: object): void;
}

/** Rows that are written together. */
interface Pending {
  batch: Batch;
  rows: number;
  /** Of the rows, where `prepare` may refuse some of them. */
  records: RawRecord[];
  problems: ProblemRow[];
}

const batchRows = 2_500;
/** Rows that are kept without some cells and stored as problems; the others are only counted. */
const keptProblems = 10_000;

/**
 * Reads the file record by record into the connection's table `stage`, a batch in each transaction. Rejected rows go to
 * `import_rejections`, each with its line and reason; these writes name the attempt. Memory is bounded by two batches.
 */
export async function stageRows(connection: Db, row: ImportRow, options: StagingOptions): Promise<Staged> {
  const { context, progress, signal, onRow } = options;
  const { stage, validateRow } = kinds[row.kind];
  await sql`create temporary table stage (${stage.columns})`.execute(connection);
  const mapping = await tenant(context.db, context, async (trx) => {
    await requireAttempt(trx, row);
    await clearProblems(trx, row);
    return withVectorWidths(trx, row);
  });

  const header = row.columns.map((column) => column.name);
  const toRow = createRowMapper(row.kind, header, mapping);
  const isEscaped = isRejectedRows(header);
  const rejections = new ReasonCounts();
  const leftOut = new ReasonCounts();
  const openBatch = stage.open(options);
  const openPending = (): Pending => ({ batch: openBatch(), rows: 0, records: [], problems: [] });
  let pending = openPending();
  let read = 0;
  let storedKept = 0;
  let bytes = 0;

  /** The reason quotes the file, so it is converted to text that Postgres stores. */
  function reject(record: RawRecord, { code, reason, column }: Fault, problems: ProblemRow[]): void {
    const problem = { line: record.line, code, reason: toPgText(reason), ...(column !== undefined && { column }) };
    rejections.add(problem);
    problems.push({ record, problem, kept: false });
  }

  function take(record: RawRecord): void {
    const { batch, problems } = pending;
    const mapped = toRow(record);
    if (!mapped.ok) {
      reject(record, mapped, problems);
      return;
    }
    const fault = validateRow(mapped.row as never);
    if (fault) {
      reject(record, inSentence(record, fault), problems);
      return;
    }
    batch.add(record.line, mapped.row as never);
    pending.rows++;
    if (options.dropUnknown) pending.records.push(record);
    onRow?.(record, mapped.row);
    const warnings = mapped.warnings?.map((warning) => ({ ...warning, reason: toPgText(warning.reason) })) ?? [];
    for (const warning of warnings) leftOut.add(warning);
    if (warnings[0] && storedKept++ < keptProblems) problems.push({ record, problem: warnings[0], kept: true });
  }

  // One batch is written while the next one is read.
  let writing: Promise<void> = Promise.resolve();
  async function flush() {
    const taken = pending;
    const prepared = taken.batch.prepare?.();
    // Avoids an unhandled rejection: the error surfaces after the batch before has been written.
    prepared?.catch(() => undefined);
    await writing;
    for (const [place, fault] of (await prepared) ?? []) {
      const record = taken.records[place]!;
      reject(record, inSentence(record, fault), taken.problems);
    }
    writing = write(taken);
    // Avoids an unhandled rejection: the error surfaces when the next flush awaits.
    writing.catch(() => undefined);
    pending = openPending();
  }
  async function write({ batch, rows, problems }: Pending) {
    if (rows > 0) await tenant(connection, context, (trx) => batch.write(trx));
    if (problems.length > 0)
      await tenant(context.db, context, async (trx) => {
        await requireAttempt(trx, row);
        await storeProblems(trx, row, problems);
      });
  }

  const file = storedFile(context, row, (count) => {
    // Some formats read parts of the file twice.
    bytes = Math.min(row.bytes, bytes + count);
  });
  const report = createReadReport();
  for await (const records of openRecords(file, detectedSchema.parse(row.detected), { report })) {
    signal.throwIfAborted();
    for (const record of records) take(isEscaped ? { ...record, cells: record.cells.map(unescapeFormula) } : record);
    read += records.length;
    if (pending.rows + pending.problems.length >= batchRows) await flush();
    progress.read(bytes, read);
  }
  await flush();
  await writing;
  await sql`analyze stage`.execute(connection);
  const { skipped } = report;
  return {
    read: read + skipped,
    kept: read - rejections.total,
    rejected: rejections.total,
    skipped,
    rejections: rejections.mostFrequent(),
    leftOut: [...report.warnings, ...leftOut.mostFrequent()],
  };
}

const inSentence = ({ line }: RawRecord, fault: Fault): Fault => ({
  ...fault,
  reason: `Line ${line}: ${fault.reason}.`,
});
