import { sql, type Trx, tenant } from '@curio/db';
import { uploadHours } from '../imports/uploads/read-upload.ts';
import type { Services } from '../platform/context.ts';
import { keptHours } from '../platform/idempotency/retention.ts';

/** Days after which finished data is deleted. */
export interface RetentionDays {
  /** Uploaded files of imports that are finished, and of those that were never applied. */
  uploads: number;
  /** Rejected rows, which can be downloaded until then. */
  rejections: number;
  /** What imports have changed, as it was before: they can be undone until then. */
  undo: number;
  /** Webhook deliveries that are delivered or failed. */
  deliveries: number;
  /** The lines that trainings logged. */
  logs: number;
  /** The request log, and the counts of requests. */
  requests: number;
}

export interface RetentionOptions {
  days: RetentionDays;
  now: Date;
  signal: AbortSignal;
  /** Rows of each kind in one transaction. */
  batch?: number;
}

const defaultBatch = 500;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * Deletes what is older than its retention time. Workspaces take turns: each has one batch deleted in a round, until
 * none has more; one whose rows cannot be deleted is tried again by the next run. Several processes may run it at a
 * time: rows that another has locked are skipped.
 */
export async function applyRetention(services: Services, options: RetentionOptions): Promise<void> {
  const { batch = defaultBatch, days, now, signal } = options;
  const before = (count: number) => new Date(now.getTime() - count * dayMs);
  await sql`delete from rate_limits where expire < ${now.getTime()}`.execute(services.db);
  const workspaces = await services.db.selectFrom('auth.organization').select('id').orderBy('id').execute();
  let remaining = workspaces.map(({ id }) => id);
  while (remaining.length > 0) {
    const again: string[] = [];
    for (const workspaceId of remaining) {
      signal.throwIfAborted();
      try {
        const counts = await tenant(services.db, { workspaceId }, async (trx) => [
          await deleteUploads(services, trx, before(days.uploads), batch),
          await expireUploads(services, trx, before(days.uploads), batch),
          await deleteUnfinished(services, trx, new Date(now.getTime() - uploadHours * hourMs), batch),
          await deleteRejections(trx, before(days.rejections), batch),
          await deleteUndo(trx, before(days.undo), batch),
          await deleteDeliveries(trx, before(days.deliveries), batch),
          await clearLogs(trx, before(days.logs), batch),
          await deleteRequests(trx, 'request_logs', 'at', before(days.requests), batch),
          await deleteRequests(trx, 'request_counts', 'hour', before(days.requests), batch),
          await deleteIdempotencyKeys(trx, new Date(now.getTime() - keptHours * hourMs), batch),
        ]);
        if (counts.some((count) => count >= batch)) again.push(workspaceId);
      } catch (error) {
        services.log.warn({ err: error, workspaceId }, 'old data of a workspace not deleted; it will be tried again');
      }
    }
    remaining = again;
  }
}

/** The import's row stays, with its counts. */
async function deleteUploads({ storage }: Services, trx: Trx, before: Date, batch: number): Promise<number> {
  const imports = await trx
    .selectFrom('imports')
    .select(['id', 'storage_key'])
    .where('finished_at', '<', before)
    .where('phase', 'in', ['applied', 'rejected', 'failed', 'undone'])
    .where('upload_deleted_at', 'is', null)
    .orderBy('finished_at')
    .limit(batch)
    .forUpdate()
    .skipLocked()
    .execute();
  return removeUploads(storage, trx, imports, {});
}

const expired = {
  code: 'expired',
  detail: 'The file was not applied in time and has been deleted. No data was changed. Upload it again.',
};

/** An import that was never applied becomes failed; after an earlier failure, its days count from that. */
async function expireUploads({ storage }: Services, trx: Trx, before: Date, batch: number): Promise<number> {
  const imports = await trx
    .selectFrom('imports')
    .select(['id', 'storage_key'])
    .where((eb) => eb.fn.coalesce('finished_at', 'created_at'), '<', before)
    .where('phase', 'in', ['uploaded', 'mapped'])
    .orderBy((eb) => eb.fn.coalesce('finished_at', 'created_at'))
    .limit(batch)
    .forUpdate()
    .skipLocked()
    .execute();
  return removeUploads(storage, trx, imports, {
    phase: 'failed',
    problem: JSON.stringify(expired),
    finished_at: new Date(),
  });
}

/** Uploads in several requests that did not become imports in time; those that did are forgotten. */
async function deleteUnfinished({ storage }: Services, trx: Trx, before: Date, batch: number): Promise<number> {
  const uploads = await trx
    .deleteFrom('uploads')
    .where('id', 'in', (eb) =>
      eb.selectFrom('uploads').select('id').where('created_at', '<', before).orderBy('created_at').limit(batch),
    )
    .returning('id')
    .execute();
  if (uploads.length === 0) return 0;
  const ids = uploads.map(({ id }) => id);
  const imports = await trx.selectFrom('imports').select('id').where('id', 'in', ids).execute();
  const finished = new Set(imports.map(({ id }) => id));
  for (const id of ids) if (!finished.has(id)) await storage.remove(id);
  return uploads.length;
}

async function removeUploads(
  storage: Services['storage'],
  trx: Trx,
  imports: readonly { id: string; storage_key: string }[],
  change: { phase?: 'failed'; problem?: string; finished_at?: Date },
): Promise<number> {
  if (imports.length === 0) return 0;
  for (const { storage_key } of imports) await storage.remove(storage_key);
  const ids = imports.map(({ id }) => id);
  await trx
    .updateTable('imports')
    .set({ ...change, upload_deleted_at: new Date() })
    .where('id', 'in', ids)
    .execute();
  return imports.length;
}

async function deleteRejections(trx: Trx, before: Date, batch: number): Promise<number> {
  return changed(
    await sql`
      delete from import_rejections where ctid = any (array(
        select r.ctid from imports i join import_rejections r on r.import_id = i.id
        where i.finished_at < ${before} limit ${batch} for update of r skip locked))`.execute(trx),
  );
}

/** Marks the imports first: an undo that is asked for between two batches would restore a part. */
async function deleteUndo(trx: Trx, before: Date, batch: number): Promise<number> {
  await trx
    .updateTable('imports')
    .set({ undo_deleted_at: new Date() })
    .where('finished_at', '<', before)
    .where('phase', '=', 'applied')
    .where('task', 'is', null)
    .where('undo_deleted_at', 'is', null)
    .execute();
  const rows = changed(
    await sql`
      delete from import_undo_rows where ctid = any (array(
        select u.ctid from imports i join import_undo_rows u on u.import_id = i.id
        where i.undo_deleted_at is not null limit ${batch} for update of u skip locked))`.execute(trx),
  );
  const interactions = changed(
    await sql`
      delete from import_undo_interactions where ctid = any (array(
        select u.ctid from imports i join projects p on p.id = i.project_id
          join import_undo_interactions u on u.project_number = p.number and u.import_number = i.number
        where i.undo_deleted_at is not null limit ${batch} for update of u skip locked))`.execute(trx),
  );
  return Math.max(rows, interactions);
}

async function deleteDeliveries(trx: Trx, before: Date, batch: number): Promise<number> {
  return changed(
    await sql`
      delete from webhook_deliveries where id = any (array(
        select id from webhook_deliveries where status <> 'pending' and created_at < ${before}
        order by created_at limit ${batch} for update skip locked))`.execute(trx),
  );
}

async function deleteIdempotencyKeys(trx: Trx, before: Date, batch: number): Promise<number> {
  return changed(
    await sql`
      delete from idempotency_keys where ctid = any (array(
        select ctid from idempotency_keys where created_at < ${before} limit ${batch} for update skip locked))`.execute(
      trx,
    ),
  );
}

async function clearLogs(trx: Trx, before: Date, batch: number): Promise<number> {
  return changed(
    await sql`
      update models set log = '[]' where (project_id, version) in (
        select project_id, version from models
        where status in ('ready', 'failed', 'cancelled') and created_at < ${before} and log <> '[]'
        limit ${batch} for update skip locked)`.execute(trx),
  );
}

/** Along the index that begins with the workspace and the time. */
async function deleteRequests(trx: Trx, table: string, time: string, before: Date, batch: number): Promise<number> {
  return changed(
    await sql`
      delete from ${sql.table(table)} where ctid = any (array(
        select ctid from ${sql.table(table)} where ${sql.ref(time)} < ${before} order by ${sql.ref(time)} limit ${batch}
        for update skip locked))`.execute(trx),
  );
}

const changed = ({ numAffectedRows }: { numAffectedRows?: bigint }) => Number(numAffectedRows ?? 0);
