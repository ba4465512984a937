import type { Page, PageQuery, Project } from '@curio/contracts';
import { tenant } from '@curio/db';
import { authorise } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { later, readCursor, toPage } from '../platform/page.ts';
import { readProjects } from './read-project.ts';

/** Oldest first; a key limited to some projects sees those. */
export async function listProjects(context: Context, query: PageQuery): Promise<Page<Project>> {
  authorise(context, 'models:read');
  const after = readCursor(context, 'projects', query);
  const { actor } = context;
  return tenant(context.db, context, async (trx) => {
    let select = trx
      .selectFrom('projects')
      .selectAll()
      .where('deleted_at', 'is', null)
      .where(later(after))
      .orderBy('created_at')
      .orderBy('id')
      .limit(query.limit + 1);
    if (actor.kind === 'key' && actor.projectIds) select = select.where('id', 'in', [...actor.projectIds]);
    const rows = await select.execute();
    const page = toPage(
      context,
      'projects',
      query,
      rows,
      (row) => [row.created_at.toISOString(), row.id],
      (row) => row,
    );
    return { data: await readProjects(trx, page.data), nextCursor: page.nextCursor };
  });
}
