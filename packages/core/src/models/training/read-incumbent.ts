import { tenant } from '@curio/db';
import type { Incumbent } from '@curio/engine/train';
import type { Context } from '../../platform/context.ts';

/** The live version as the engine refits it; undefined where the project has none. */
export async function readIncumbent(context: Context, projectId: string): Promise<Incumbent | undefined> {
  const row = await tenant(context.db, context, (trx) =>
    trx
      .selectFrom('models')
      .innerJoin('projects', (join) =>
        join.onRef('projects.id', '=', 'models.project_id').onRef('projects.live_version', '=', 'models.version'),
      )
      .select(['models.version', 'models.algorithm', 'models.params', 'models.metrics'])
      .where('models.project_id', '=', projectId)
      .executeTakeFirst(),
  );
  if (!row?.algorithm || !row.params || !row.metrics) return undefined;
  const { version, algorithm, params, metrics } = row;
  return { version, algorithm, params, metrics };
}
