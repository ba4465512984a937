import type { ImportKind, ImportStep } from '@curio/contracts';
import { type ImportRow, tenant } from '@curio/db';
import type { Context } from '../../platform/context.ts';
import { createTimeEstimator } from './estimate-time-left.ts';

export interface ImportProgress {
  /** Bytes and rows of the file read so far. */
  read(bytes: number, rows: number): void;
  writing(): void;
  /** The import ended as expected: how long it took is used for the next one. */
  ended(): void;
  stop(): void;
}

const everyMs = 500;
/** Seconds of writing for a second of reading, of the last imports in this process; before those, measured on 1M rows. */
const writeShares: Record<ImportKind, number> = { items: 0.8, users: 0.5, interactions: 1.4 };

/**
 * Writes the progress of an attempt, at most twice a second and one write at a time, outside its transaction so that users
 * see it.
 */
export function trackProgress(context: Context, row: ImportRow): ImportProgress {
  const started = Date.now();
  const estimator = createTimeEstimator(writeShares[row.kind]);
  const seconds = () => (Date.now() - started) / 1000;
  let step: ImportStep = 'reading';
  let rows = 0;
  let readSeconds = 0;
  let written = '';
  let writing = false;
  const timer = setInterval(() => void write(), everyMs);

  async function write(): Promise<void> {
    if (writing) return;
    const left = estimator.left(seconds());
    const progress = JSON.stringify({
      step,
      percent: Math.round(estimator.percent(seconds())),
      rowsPerSecond: readSeconds > 0 ? Math.round(rows / readSeconds) : 0,
      secondsLeft: left === null ? null : Math.ceil(left),
    });
    if (progress === written) return;
    written = progress;
    writing = true;
    try {
      await tenant(context.db, context, (trx) =>
        trx
          .updateTable('imports')
          .set({ progress })
          .where('id', '=', row.id)
          .where('attempt', '=', row.attempt)
          .where('task', 'is not', null)
          .execute(),
      );
    } catch (error) {
      context.log.warn({ err: error, importId: row.id }, 'import progress not written');
    } finally {
      writing = false;
    }
  }

  return {
    read(bytes, rowsRead) {
      rows = rowsRead;
      readSeconds = seconds();
      estimator.read(readSeconds, row.bytes > 0 ? Math.min(1, bytes / row.bytes) : 0);
    },
    writing() {
      step = 'writing';
      estimator.write(seconds());
    },
    ended() {
      const share = estimator.writeShare(seconds());
      if (share !== null) writeShares[row.kind] = (writeShares[row.kind] + share) / 2;
    },
    stop: () => clearInterval(timer),
  };
}
