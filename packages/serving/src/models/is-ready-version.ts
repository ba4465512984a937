import { type Db, tenant } from '@curio/db';
import type { ProjectRef } from '../state/project.ts';

/** Whether the project has this version and its training has finished. */
export async function isReadyVersion(db: Db, project: ProjectRef, version: number): Promise<boolean> {
  const row = await tenant(db, project, (trx) =>
    trx
      .selectFrom('models')
      .select('status')
      .where('project_id', '=', project.projectId)
      .where('version', '=', version)
      .executeTakeFirst(),
  );
  return row?.status === 'ready';
}
