import { createHash } from 'node:crypto';
import { type CreatedKey, newId, newKey } from '@curio/contracts';
import type { ApiKeyRow, Trx } from '@curio/db';
import type { Context } from '../platform/context.ts';
import { toKey } from './list-keys.ts';

/** The columns that decide what a key may do. */
export type KeyRights = Pick<
  ApiKeyRow,
  'name' | 'scopes' | 'project_ids' | 'environment' | 'expires_at' | 'rate_limit' | 'rate_window_seconds' | 'origins'
>;

/** Adds a key of the workspace. The key itself is in this answer only; the database keeps its SHA-256. */
export async function insertKey(context: Context, trx: Trx, rights: KeyRights): Promise<CreatedKey> {
  const key = newKey(rights.environment);
  const row = await trx
    .insertInto('api_keys')
    .values({
      ...rights,
      id: newId('key'),
      workspace_id: context.workspaceId,
      hash: createHash('sha256').update(key).digest(),
      prefix: key.slice(0, 'cur_live_'.length + 4),
      last4: key.slice(-4),
      created_by: context.actor.kind === 'system' ? null : context.actor.id,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { ...toKey(row), key };
}
