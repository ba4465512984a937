import { type ImportRow, tenant } from '@curio/db';
import type { Context } from '../platform/context.ts';

export interface ImportProgress {
  /** Bytes and rows of the file read so far. */
  read(bytes: number, rows: number): void;
  merging(): void;
  stop(): void;
}

const everyMs = 500;
// In percent: reading and staging take most of the time, merging the rest.
const readShare = 75;

/**
 * Writes the progress of an attempt, at most twice a second and one write at a time, outside its transaction so that users
 * see it.
 */
export function trackProgress(context: Context, row: ImportRow): ImportProgress {
  const started = Date.now();
  let percent = 0;
  let rows = 0;
  let written = '';
  let writing = false;
  const timer = setInterval(() => void write(), everyMs);

  async function write(): Promise<void> {
    if (writing) return;
    const seconds = (Date.now() - started) / 1000;
    const progress = JSON.stringify({
      percent: Math.round(percent),
      rowsPerSecond: Math.round(rows / seconds),
      secondsLeft: percent > 2 ? Math.ceil((seconds * (100 - percent)) / percent) : null,
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
          .where('phase', '=', 'applying')
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
      percent = row.bytes > 0 ? (readShare * bytes) / row.bytes : 0;
      rows = rowsRead;
    },
    merging() {
      percent = readShare;
    },
    stop: () => clearInterval(timer),
  };
}
