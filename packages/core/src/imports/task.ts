import type { JobPayload } from '@curio/contracts';
import {
  type Database,
  type ExpressionBuilder,
  type ImportRow,
  type ImportUpdate,
  sql,
  type Trx,
  tenant,
} from '@curio/db';
import type { Context } from '../platform/context.ts';

/** Another attempt, or another task of the same import, has taken over. */
export class Overtaken extends Error {
  constructor(row: Pick<ImportRow, 'id' | 'attempt'>) {
    super(`Import ${row.id}: attempt ${row.attempt} was overtaken`);
  }
}

/** Beside the locks of `events/lock-users.ts`. */
const mergeLock = 66;

/** Starts an attempt of the import's task; undefined where the import was deleted, or has no such task by now. */
export async function claimTask(context: Context, job: JobPayload<'import.apply'>): Promise<ImportRow | undefined> {
  return tenant(context.db, context, (trx) =>
    trx
      .updateTable('imports')
      .set((eb) => ({
        attempt: eb('attempt', '+', 1),
        progress: JSON.stringify({ step: null, percent: 0, rowsPerSecond: 0, secondsLeft: null }),
        ...(job.task === 'apply' && { phase: 'applying' as const }),
        ...(job.task === 'dry-run' && { dry_run: sql<string>`jsonb_set(dry_run, '{status}', '"running"')` }),
      }))
      .where('id', '=', job.importId)
      .where('task', '=', job.task)
      .returningAll()
      .executeTakeFirst(),
  );
}

/** For an import whose reading or mapping changes: ends a dry run that was asked for with another one, and drops its result. */
export function withoutDryRun(eb: ExpressionBuilder<Database, 'imports'>) {
  return { task: null, attempt: eb('attempt', '+', 1), dry_run: null };
}

/**
 * Refuses the write of an attempt that was overtaken. Locks the import's row until the end of the transaction, so that the
 * next attempt begins after it; call it in short transactions.
 * @throws {Overtaken}
 */
export async function requireAttempt(trx: Trx, row: ImportRow): Promise<void> {
  const current = await trx
    .selectFrom('imports')
    .select('id')
    .where('id', '=', row.id)
    .where('attempt', '=', row.attempt)
    .where('task', '=', row.task)
    .forShare()
    .executeTakeFirst();
  if (!current) throw new Overtaken(row);
}

/** The fields to set when an attempt ends its task; throws where it was overtaken, which rolls back its transaction. */
export async function endTask(trx: Trx, row: ImportRow, set: ImportUpdate): Promise<void> {
  const result = await trx
    .updateTable('imports')
    .set({ ...set, task: null, ...(set.phase === 'applied' && { applied_at: sql<Date>`now()` }) })
    .where('id', '=', row.id)
    .where('attempt', '=', row.attempt)
    .where('task', '=', row.task)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) throw new Overtaken(row);
}

/**
 * The number of the project, which cannot be deleted until the end of the transaction; undefined where it was deleted.
 * `alone`: waits for other imports of the project, so that rows are merged one file after another.
 */
export async function lockProject(trx: Trx, projectId: string, alone = false): Promise<number | undefined> {
  const project = await trx
    .selectFrom('projects')
    .select('number')
    .where('id', '=', projectId)
    .where('deleted_at', 'is', null)
    .forKeyShare()
    .executeTakeFirst();
  if (project && alone) await sql`select pg_advisory_xact_lock(${project.number}, ${sql.lit(mergeLock)})`.execute(trx);
  return project?.number;
}
