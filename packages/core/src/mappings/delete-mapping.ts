import { tenant } from '@curio/db';
import { authoriseWorkspace } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';

/** Deletes the saved mapping. Imports that were made with it stay as they are. */
export async function deleteMapping(context: Context, id: string): Promise<void> {
  authoriseWorkspace(context, 'imports:write');
  await tenant(context.db, context, async (trx) => {
    const { numDeletedRows } = await trx.deleteFrom('saved_mappings').where('id', '=', id).executeTakeFirst();
    if (numDeletedRows === 0n) throw notFound('mapping');
  });
}
