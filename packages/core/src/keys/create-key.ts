import { type CreatedKey, type CreateKeyInput, toRateLimit } from '@curio/contracts';
import { type Trx, tenant } from '@curio/db';
import { authoriseWorkspace } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError } from '../platform/errors.ts';
import { insertKey } from './insert-key.ts';

/** Makes a key. */
export async function createKey(context: Context, input: CreateKeyInput): Promise<CreatedKey> {
  authoriseWorkspace(context, 'admin');
  const expiresAt = input.expiresAt === undefined ? null : new Date(input.expiresAt);
  if (expiresAt && expiresAt.getTime() <= Date.now()) {
    throw new CurioError('invalid-input', 'The key would be expired from the start.', [
      { pointer: '/expiresAt', detail: 'Give a time in the future.' },
    ]);
  }
  const rateLimit = input.rateLimit === undefined ? undefined : toRateLimit(input.rateLimit);
  return tenant(context.db, context, async (trx) => {
    await requireProjects(trx, input.projects ?? []);
    return insertKey(context, trx, {
      name: input.name,
      scopes: input.scopes,
      project_ids: input.projects ?? null,
      environment: input.environment,
      expires_at: expiresAt,
      rate_limit: rateLimit?.limit ?? null,
      rate_window_seconds: rateLimit?.windowSeconds ?? null,
      origins: input.origins ?? null,
    });
  });
}

async function requireProjects(trx: Trx, projectIds: readonly string[]): Promise<void> {
  if (projectIds.length === 0) return;
  const found = await trx
    .selectFrom('projects')
    .select('id')
    .where('id', 'in', projectIds)
    .where('deleted_at', 'is', null)
    .execute();
  const known = new Set(found.map((row) => row.id));
  const unknown = projectIds.flatMap((id, index) =>
    known.has(id) ? [] : [{ pointer: `/projects/${index}`, detail: `There is no project ${id} here.` }],
  );
  if (unknown.length > 0) throw new CurioError('invalid-input', 'The key names projects that are not here.', unknown);
}
