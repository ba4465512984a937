import type { Import } from '@curio/contracts';
import { tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { readImport, toImport } from './read-import.ts';

export async function getImport(context: Context, projectId: string, importId: string): Promise<Import> {
  return tenant(context.db, context, async (trx) => {
    await authoriseProject(context, trx, 'imports:write', projectId);
    return toImport(await readImport(trx, projectId, importId));
  });
}
