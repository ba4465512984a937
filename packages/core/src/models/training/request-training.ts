import type { Model, TrainInput } from '@curio/contracts';
import { readCounts, tenant } from '@curio/db';
import { DataError, ParameterError } from '@curio/engine';
import { algorithmNamed, completeParams } from '@curio/engine/algorithms';
import { authoriseProject } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { CurioError } from '../../platform/errors.ts';
import { toModel } from '../registry/read-model.ts';

/** Gives the next version number and queues its training: row and job in one transaction. */
export async function requestTraining(context: Context, projectId: string, input: TrainInput): Promise<Model> {
  return tenant(context.db, context, async (trx) => {
    const { number } = await authoriseProject(context, trx, 'models:write', projectId);
    validateParams(input);
    const counts = (await readCounts(trx, [number])).get(number);
    if (!counts?.items && !counts?.interactions) {
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

/** The same check as at the start of the training, before anything is queued. `auto` chooses all parameters. */
function validateParams({ algorithm, params = {} }: TrainInput): void {
  if (algorithm === 'auto') {
    if (Object.keys(params).length === 0) return;
    const detail = '`auto` chooses all parameters: leave `params` out, or name the algorithm that they belong to.';
    throw new CurioError('invalid-input', detail, [{ pointer: '/params', detail }]);
  }
  try {
    completeParams(algorithmNamed(algorithm), params);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const pointer = error instanceof ParameterError ? `/params/${escapePointer(error.parameter)}` : '/algorithm';
    throw new CurioError('invalid-input', error.message, [{ pointer, detail: error.message }]);
  }
}

/** A name as one token of a JSON pointer (RFC 6901, section 3). */
const escapePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
