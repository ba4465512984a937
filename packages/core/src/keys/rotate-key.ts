import type { CreatedKey, RotateKeyInput } from '@curio/contracts';
import { tenant } from '@curio/db';
import { authoriseWorkspace } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError, notFound } from '../platform/errors.ts';
import { insertKey } from './insert-key.ts';
import type { KeyVerifier } from './verify-key.ts';

/**
 * Makes a key with the same rights, name and expiry. The old one works beside it for `overlapSeconds`, and both share
 * one rate limit. `refuse` is the one of this process.
 */
export async function rotateKey(
  context: Context,
  keyId: string,
  input: RotateKeyInput,
  refuse: KeyVerifier['refuse'] = () => undefined,
): Promise<CreatedKey> {
  authoriseWorkspace(context, 'admin');
  const { created, hash } = await tenant(context.db, context, async (trx) => {
    const old = await trx.selectFrom('api_keys').selectAll().where('id', '=', keyId).forUpdate().executeTakeFirst();
    const now = Date.now();
    const expired = old?.expires_at && old.expires_at.getTime() <= now;
    if (!old || old.revoked_at || expired) throw notFound('key');
    if (old.replaced_by) {
      throw new CurioError(
        'conflict',
        `This key was rotated already. Rotate the one that replaced it: ${old.replaced_by}.`,
      );
    }
    const created = await insertKey(context, trx, {
      name: old.name,
      scopes: old.scopes,
      project_ids: old.project_ids,
      environment: old.environment,
      expires_at: old.expires_at,
      rate_limit: old.rate_limit,
      rate_window_seconds: old.rate_window_seconds,
      origins: old.origins,
    });
    const overlapEnd = now + input.overlapSeconds * 1000;
    await trx
      .updateTable('api_keys')
      .set({
        replaced_by: created.id,
        expires_at: new Date(Math.min(overlapEnd, old.expires_at?.getTime() ?? Number.POSITIVE_INFINITY)),
      })
      .where('id', '=', keyId)
      .execute();
    return { created, hash: old.hash };
  });
  if (input.overlapSeconds === 0) refuse(hash);
  return created;
}
