import type { Placement, PlacementSettings } from '@curio/contracts';
import { type ProjectRow, sql, type Trx } from '@curio/db';
import { readProjectSettings } from '@curio/serving/project/read-project-settings';
import { requireKnownFields } from '@curio/serving/request/check-settings';
import { authorise, authoriseProject, mayReach } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError, notFound } from '../platform/errors.ts';
import { type ApplyChange, writeRows } from '../platform/write-rows.ts';
import { refuseInvalid } from '../recommendations/refuse-invalid.ts';
import { readPlacement } from './read-placement.ts';

/** API processes keep all placements of a project in memory. */
const maxPlacements = 100;

/** Stores settings under a name, in place of those that were there. */
export async function putPlacement(
  context: Context,
  projectId: string,
  name: string,
  settings: PlacementSettings,
  apply: ApplyChange,
): Promise<Placement> {
  await requireFields(context, projectId, settings);
  return writeRows(context, apply, async (trx, change) => {
    const project = await authoriseProject(context, trx, 'models:write', projectId, true);
    if (settings.modelVersion !== undefined) await requireVersion(trx, projectId, settings.modelVersion);
    await requireRoom(trx, project, name);
    const row = await trx
      .insertInto('placements')
      .values({
        workspace_id: context.workspaceId,
        project_id: projectId,
        name,
        settings: JSON.stringify(settings),
      })
      .onConflict((conflict) =>
        conflict.columns(['project_id', 'name']).doUpdateSet((eb) => ({
          settings: eb.ref('excluded.settings'),
          updated_at: sql<Date>`date_trunc('milliseconds', now())`,
        })),
      )
      .returningAll()
      .executeTakeFirstOrThrow();
    await change(project.number, 'project');
    return readPlacement(row);
  });
}

async function requireFields(context: Context, projectId: string, settings: PlacementSettings): Promise<void> {
  authorise(context, 'models:write');
  if (!mayReach(context, projectId)) throw notFound('project');
  const project = await readProjectSettings(context.db, { workspaceId: context.workspaceId, projectId });
  if (!project) throw notFound('project');
  try {
    requireKnownFields(settings, project.itemFieldTypes);
  } catch (error) {
    refuseInvalid(error);
  }
}

/** A version that cannot serve would make every query of the placement an error. */
async function requireVersion(trx: Trx, projectId: string, version: number): Promise<void> {
  const known = await trx
    .selectFrom('models')
    .select('status')
    .where('project_id', '=', projectId)
    .where('version', '=', version)
    .executeTakeFirst();
  if (known?.status === 'ready') return;
  const message = known
    ? `modelVersion: version ${version} is ${known.status}, not ready.`
    : `modelVersion: there is no version ${version} in this project.`;
  throw new CurioError('invalid-input', message, [
    {
      pointer: '/modelVersion',
      detail: 'Give a version of this project that is ready, or leave it out for the live one.',
    },
  ]);
}

async function requireRoom(trx: Trx, project: ProjectRow, name: string): Promise<void> {
  const { others } = await trx
    .selectFrom('placements')
    .select((eb) => eb.fn.countAll<number>().as('others'))
    .where('project_id', '=', project.id)
    .where('name', '!=', name)
    .executeTakeFirstOrThrow();
  if (others < maxPlacements) return;
  throw new CurioError('conflict', `A project can have at most ${maxPlacements} placements. Delete one first.`);
}
