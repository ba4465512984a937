import type { Placement } from '@curio/contracts';
import { tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { readPlacement } from './read-placement.ts';

export async function getPlacement(context: Context, projectId: string, name: string): Promise<Placement> {
  return tenant(context.db, context, async (trx) => {
    await authoriseProject(context, trx, 'models:read', projectId);
    const row = await trx
      .selectFrom('placements')
      .selectAll()
      .where('project_id', '=', projectId)
      .where('name', '=', name)
      .executeTakeFirst();
    if (!row) throw notFound('placement');
    return readPlacement(row);
  });
}
