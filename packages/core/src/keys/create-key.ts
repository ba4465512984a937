import { createHash } from 'node:crypto';
import { type CreatedKey, type CreateKeyInput, newId, newKey } from '@curio/contracts';
import { tenant } from '@curio/db';
import { authoriseWorkspace } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError } from '../platform/errors.ts';
import { toKey } from './list-keys.ts';

/** Makes a key. The key itself is in this answer only; the database keeps its SHA-256. */
export async function createKey(context: Context, input: CreateKeyInput): Promise<CreatedKey> {
  authoriseWorkspace(context, 'admin');
  const key = newKey(input.environment);
  return tenant(context.db, context, async (trx) => {
    if (input.projects) {
      const found = await trx
        .selectFrom('projects')
        .select('id')
        .where('id', 'in', input.projects)
        .where('deleted_at', 'is', null)
        .execute();
      const known = new Set(found.map((row) => row.id));
      const unknown = input.projects.flatMap((id, index) =>
        known.has(id) ? [] : [{ pointer: `/projects/${index}`, detail: `There is no project ${id} here.` }],
      );
      if (unknown.length > 0)
        throw new CurioError('invalid-input', 'The key names projects that are not here.', unknown);
    }
    const row = await trx
      .insertInto('api_keys')
      .values({
        id: newId('key'),
        workspace_id: context.workspaceId,
        name: input.name,
        hash: createHash('sha256').update(key).digest(),
        prefix: key.slice(0, 'cur_live_'.length + 4),
        last4: key.slice(-4),
        scopes: input.scopes,
        project_ids: input.projects ?? null,
        environment: input.environment,
        created_by: context.actor.kind === 'system' ? null : context.actor.id,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return { ...toKey(row), key };
  });
}
