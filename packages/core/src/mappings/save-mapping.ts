import { newId, type SavedMapping, type SaveMappingInput } from '@curio/contracts';
import { tenant } from '@curio/db';
import { authoriseWorkspace } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError } from '../platform/errors.ts';
import { prepareMapping } from './prepare-mapping.ts';
import { requireFreeName, toSavedMapping } from './read-mapping.ts';
import { signatureOf } from './signature.ts';

const maxMappings = 200;

/** Keeps a mapping by name for files with the same columns, in all projects of the workspace. */
export async function saveMapping(context: Context, input: SaveMappingInput): Promise<SavedMapping> {
  authoriseWorkspace(context, 'imports:write');
  const mapping = prepareMapping(input.kind, input.mapping);
  return tenant(context.db, context, async (trx) => {
    await requireFreeName(trx, input.name);
    const { mappings } = await trx
      .selectFrom('saved_mappings')
      .select((eb) => eb.fn.countAll<number>().as('mappings'))
      .executeTakeFirstOrThrow();
    if (mappings >= maxMappings)
      throw new CurioError('conflict', `A workspace can have at most ${maxMappings} saved mappings. Delete one first.`);
    const row = await trx
      .insertInto('saved_mappings')
      .values({
        id: newId('mapping'),
        workspace_id: context.workspaceId,
        name: input.name,
        kind: input.kind,
        signature: signatureOf(Object.keys(mapping.columns)),
        mapping: JSON.stringify(mapping),
      })
      // A request at the same moment may have taken the name.
      .onConflict((conflict) => conflict.columns(['workspace_id', 'name']).doNothing())
      .returningAll()
      .executeTakeFirst();
    if (!row) throw new CurioError('conflict', `There is already a mapping with the name "${input.name}".`);
    return toSavedMapping(row);
  });
}
