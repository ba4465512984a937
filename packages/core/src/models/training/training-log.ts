import { type ModelRow, sql, tenant } from '@curio/db';
import type { Context } from '../../platform/context.ts';

export interface TrainingLog {
  report(progress: { stage: string; percent: number; message?: string }): void;
  /** Everything written; call before the last write of the attempt. */
  close(): Promise<void>;
}

const everyMs = 300;

/**
 * Writes how far an attempt is, a few times a second at most, and each new stage or message to the model's log. Where
 * the row is no longer this attempt's (deleted, or taken over) `lost` is called.
 */
export function openTrainingLog(context: Context, row: ModelRow, lost: () => void): TrainingLog {
  let latest: { stage: string; percent: number; message: string | null } | undefined;
  let entries: { at: string; stage: string; message: string }[] = [];
  let last = '';
  let writing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    writing = writing.then(write);
  }, everyMs);

  async function write(): Promise<void> {
    if (!latest) return;
    const progress = JSON.stringify(latest);
    const added = JSON.stringify(entries);
    latest = undefined;
    entries = [];
    try {
      const result = await tenant(context.db, context, (trx) =>
        trx
          .updateTable('models')
          .set({ progress, log: sql`log || ${added}::jsonb` })
          .where('project_id', '=', row.project_id)
          .where('version', '=', row.version)
          .where('attempt', '=', row.attempt)
          .where('status', '=', 'training')
          .executeTakeFirst(),
      );
      if (result.numUpdatedRows === 0n) lost();
    } catch (error) {
      // Progress is only shown to users: a restart of the database must not end a training.
      context.log.warn({ err: error, version: row.version }, 'training progress not written');
    }
  }

  return {
    report({ stage, percent, message }) {
      latest = { stage, percent: Math.round(percent), message: message ?? null };
      const line = `${stage}\n${message ?? ''}`;
      if (line === last) return;
      last = line;
      entries.push({ at: new Date().toISOString(), stage, message: message ?? '' });
    },
    async close() {
      clearInterval(timer);
      await writing;
      await write();
    },
  };
}
