import { tenant } from '@curio/db';
import { authoriseWorkspace } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';

/** From now on the key is refused: within a second where a process has it in its cache, immediately elsewhere. */
export async function revokeKey(context: Context, keyId: string): Promise<void> {
  authoriseWorkspace(context, 'admin');
  await tenant(context.db, context, async (trx) => {
    const result = await trx
      .updateTable('api_keys')
      .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(new Date())) }))
      .where('id', '=', keyId)
      .executeTakeFirst();
    if (result.numUpdatedRows === 0n) throw notFound('key');
  });
}
