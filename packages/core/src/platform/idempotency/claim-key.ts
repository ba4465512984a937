import { newId } from '@curio/contracts';
import { sql, tenant } from '@curio/db';
import type { Context } from '../context.ts';
import { CurioError } from '../errors.ts';
import { keptHours } from './retention.ts';

/** A request with an Idempotency-Key, as far as it must be equal to the first one. */
export interface KeyedRequest {
  key: string;
  /** SHA-256 of the method, path and body. */
  hash: Buffer;
}

export interface StoredAnswer {
  status: number;
  contentType: string | null;
  body: string | null;
}

export type Claim =
  /** This request is the first: it acts, under the id of its attempt. */
  | { state: 'first'; attempt: string }
  /** The first one is under way. */
  | { state: 'running' }
  | { state: 'answered'; answer: StoredAnswer };

/** A request that has no answer after this time was lost with its process. */
const lockSeconds = 60;

/**
 * Makes this request the first with its key, or says what became of the first one. Keys belong to a workspace and an
 * actor, and are free again after `keptHours`.
 *
 * @throws CurioError `idempotency-conflict` where the first one was another request.
 */
export async function claimKey(context: Context, { key, hash }: KeyedRequest): Promise<Claim> {
  const attempt = newId('request');
  const actorId = actorIdOf(context);
  return tenant(context.db, context, async (trx) => {
    const { rows } = await sql`
      insert into idempotency_keys as k (workspace_id, actor_id, key, request_hash, attempt, locked_until)
      values (${context.workspaceId}, ${actorId}, ${key}, ${hash}, ${attempt}, now() + make_interval(secs => ${lockSeconds}))
      on conflict (workspace_id, actor_id, key) do update
        set request_hash = excluded.request_hash, attempt = excluded.attempt, locked_until = excluded.locked_until,
          status = null, content_type = null, body = null, created_at = now()
        where k.created_at < now() - make_interval(hours => ${keptHours})
          or (k.status is null and k.locked_until < now() and k.request_hash = excluded.request_hash)
      returning 1`.execute(trx);
    if (rows.length > 0) return { state: 'first', attempt };
    const row = await trx
      .selectFrom('idempotency_keys')
      .selectAll()
      .where('workspace_id', '=', context.workspaceId)
      .where('actor_id', '=', actorId)
      .where('key', '=', key)
      .executeTakeFirst();
    // Deleted in between, because the first request failed: the caller claims again.
    if (!row) return { state: 'running' };
    if (!row.request_hash.equals(hash)) {
      const detail =
        'This Idempotency-Key was used for another request within 24 hours. Send a new key with a new request.';
      throw new CurioError('idempotency-conflict', detail);
    }
    if (row.status === null) return { state: 'running' };
    const body = row.body && context.secrets.decrypt(row.body);
    return { state: 'answered', answer: { status: row.status, contentType: row.content_type, body } };
  });
}

export function actorIdOf({ actor }: Context): string {
  return actor.kind === 'system' ? 'system' : actor.id;
}
