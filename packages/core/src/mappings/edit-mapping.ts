import type { EditMappingInput, SavedMapping } from '@curio/contracts';
import { sql, tenant } from '@curio/db';
import { authoriseWorkspace } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { prepareMapping } from './prepare-mapping.ts';
import { readSavedMapping, requireFreeName, toSavedMapping } from './read-mapping.ts';
import { signatureOf } from './signature.ts';

/** Renames a saved mapping, replaces what it maps, or both. Imports that were made with it stay as they are. */
export async function editMapping(context: Context, id: string, input: EditMappingInput): Promise<SavedMapping> {
  authoriseWorkspace(context, 'imports:write');
  return tenant(context.db, context, async (trx) => {
    const row = await readSavedMapping(trx, id);
    if (input.name !== undefined) await requireFreeName(trx, input.name, id);
    const mapping = input.mapping ? prepareMapping(row.kind, input.mapping) : row.mapping;
    const changed = await trx
      .updateTable('saved_mappings')
      .set({
        name: input.name ?? row.name,
        mapping: JSON.stringify(mapping),
        signature: signatureOf(Object.keys(mapping.columns)),
        updated_at: sql<Date>`date_trunc('milliseconds', now())`,
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    return toSavedMapping(changed);
  });
}
