import type { Scope } from '@curio/contracts';
import type { Trx } from '@curio/db';
import type { Context } from './context.ts';
import { CurioError, notFound } from './errors.ts';

/** What a verb needs: one scope, or any of several; the first is the narrowest. */
type Needed = Scope | readonly [Scope, ...Scope[]];

/** Members of a workspace may do everything in it; a key what its scopes allow. */
export function isAllowed({ actor }: Context, needed: Needed): boolean {
  if (actor.kind !== 'key' || actor.scopes.includes('admin')) return true;
  return typeof needed === 'string'
    ? actor.scopes.includes(needed)
    : needed.some((scope) => actor.scopes.includes(scope));
}

/** Refuses an actor that has none of the needed scopes. */
export function authorise(context: Context, needed: Needed): void {
  if (isAllowed(context, needed)) return;
  throw new CurioError(
    'forbidden',
    `This key lacks the scope "${typeof needed === 'string' ? needed : needed[0]}". Make a key with it in the studio under API keys.`,
  );
}

/** Refuses a key that is limited to some projects where the act concerns the whole workspace. */
export function authoriseWorkspace(context: Context, needed: Needed): void {
  authorise(context, needed);
  if (context.actor.kind === 'key' && context.actor.projectIds !== null) {
    throw new CurioError(
      'forbidden',
      'This key is limited to some projects; this needs a key for the whole workspace.',
    );
  }
}

/**
 * Refuses an actor without a needed scope, and a project of another workspace, deleted or unknown: with the same answer, so
 * that a caller cannot find out which ids exist. `hold` keeps the project's row until this transaction ends, for verbs
 * that write rows of the project.
 */
export async function authoriseProject(context: Context, trx: Trx, needed: Needed, projectId: string, hold = false) {
  authorise(context, needed);
  if (!mayReach(context, projectId)) throw notFound('project');
  let select = trx.selectFrom('projects').selectAll().where('id', '=', projectId).where('deleted_at', 'is', null);
  if (hold) select = select.forKeyShare();
  const project = await select.executeTakeFirst();
  if (!project) throw notFound('project');
  return project;
}

/** Whether the actor's key covers the project, which need not exist. */
export function mayReach(context: Context, projectId: string): boolean {
  const { actor } = context;
  return actor.kind !== 'key' || actor.projectIds === null || actor.projectIds.includes(projectId);
}
