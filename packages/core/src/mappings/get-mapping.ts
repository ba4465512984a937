import type { SavedMapping } from '@curio/contracts';
import { tenant } from '@curio/db';
import { authoriseWorkspace } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { readSavedMapping, toSavedMapping } from './read-mapping.ts';

export async function getMapping(context: Context, id: string): Promise<SavedMapping> {
  authoriseWorkspace(context, 'imports:write');
  return tenant(context.db, context, async (trx) => toSavedMapping(await readSavedMapping(trx, id)));
}
