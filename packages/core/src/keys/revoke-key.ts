import { tenant } from '@curio/db';
import { authoriseWorkspace } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import type { KeyVerifier } from './verify-key.ts';

/**
 * From now on the key is refused: within a second where another process has it in its cache, immediately elsewhere. `refuse`
 * is the one of this process.
 */
export async function revokeKey(
  context: Context,
  keyId: string,
  refuse: KeyVerifier['refuse'] = () => undefined,
): Promise<void> {
  authoriseWorkspace(context, 'admin');
  const hash = await tenant(context.db, context, async (trx) => {
    const revoked = await trx
      .updateTable('api_keys')
      .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(new Date())) }))
      .where('id', '=', keyId)
      .returning('hash')
      .executeTakeFirst();
    if (!revoked) throw notFound('key');
    return revoked.hash;
  });
  refuse(hash);
}
