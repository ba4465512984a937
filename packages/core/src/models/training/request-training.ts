import type { Model, TrainInput } from '@curio/contracts';
import { sql, tenant } from '@curio/db';
import { authoriseProject } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { CurioError } from '../../platform/errors.ts';
import { toModel } from '../registry/read-model.ts';

/** Gives the next version number and queues its training: row and job in one transaction. */
export async function requestTraining(context: Context, projectId: string, input: TrainInput): Promise<Model> {
  return tenant(context.db, context, async (trx) => {
    await authoriseProject(context, trx, 'models:write', projectId);
    const { rows } = await sql<{ filled: boolean }>`
      select exists (select from items where project_id = ${projectId})
        or exists (select from interactions where project_id = ${projectId}) as filled`.execute(trx);
    if (!rows[0]?.filled) {
      throw new CurioError('conflict', 'There is nothing to train on yet: import a catalogue or interactions first.');
    }
    const project = await trx
      .updateTable('projects')
      .set((eb) => ({ last_version: eb('last_version', '+', 1) }))
      .where('id', '=', projectId)
      .returningAll()
      .executeTakeFirstOrThrow();
    const row = await trx
      .insertInto('models')
      .values({
        workspace_id: context.workspaceId,
        project_id: projectId,
        version: project.last_version,
        status: 'queued',
        requested: JSON.stringify(input),
        algorithm: null,
        kind: null,
        artifact_bytes: null,
        artifact_sha256: null,
        created_by: context.actor.kind === 'system' ? null : context.actor.id,
        trained_at: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await context.jobs.send(trx, 'model.train', { workspaceId: context.workspaceId, projectId, version: row.version });
    return toModel(row, project);
  });
}
