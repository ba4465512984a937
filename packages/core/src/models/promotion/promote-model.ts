import type { Model } from '@curio/contracts';
import { appendChange, type ProjectRow, type Trx, tenant } from '@curio/db';
import { authoriseProject } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { CurioError } from '../../platform/errors.ts';
import { publishEvent } from '../../webhooks/publish-event.ts';
import { readModel, toModel } from '../registry/read-model.ts';

/** Makes a ready version live, whether or not it passed the gate. */
export async function promoteModel(context: Context, projectId: string, version: number): Promise<Model> {
  return tenant(context.db, context, async (trx) => {
    await authoriseProject(context, trx, 'models:write', projectId);
    const row = await readModel(trx, projectId, version);
    if (row.status !== 'ready') {
      throw new CurioError('conflict', `Version ${version} is ${row.status}; only a ready version can serve.`);
    }
    return toModel(row, await moveLive(context, trx, projectId, version));
  });
}

/** Goes back to the version that served before. */
export async function rollbackModel(context: Context, projectId: string): Promise<Model> {
  return tenant(context.db, context, async (trx) => {
    const project = await authoriseProject(context, trx, 'models:write', projectId);
    if (project.previous_version === null)
      throw new CurioError('conflict', 'No version served before the present one.');
    const row = await readModel(trx, projectId, project.previous_version);
    return toModel(row, await moveLive(context, trx, projectId, row.version));
  });
}

/** Moves `live` and `previous` in one statement; a trigger and the change feed notify every API process. */
export async function moveLive(context: Context, trx: Trx, projectId: string, version: number): Promise<ProjectRow> {
  const moved = await trx
    .updateTable('projects')
    .set((eb) => ({ previous_version: eb.ref('live_version'), live_version: version }))
    .where('id', '=', projectId)
    .where('live_version', 'is distinct from', version)
    .returningAll()
    .executeTakeFirst();
  if (moved) {
    await publishEvent(context, trx, projectId, 'model.promoted', { version, previous: moved.previous_version });
    await appendChange(trx, moved.number, 'project');
  }
  return moved ?? trx.selectFrom('projects').selectAll().where('id', '=', projectId).executeTakeFirstOrThrow();
}
