import type { ItemFieldList } from '@curio/contracts';
import { builtInFieldTypes } from '@curio/serving/catalogue/item-fields';
import { readProjectSettings } from '@curio/serving/project/read-project-settings';
import { authorise, mayReach } from '../../platform/authorise.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';

/** The fields that filters and rules of the project can name: the built-in ones, then the owner's in the order of their names. */
export async function listItemFields(context: Context, projectId: string): Promise<ItemFieldList> {
  authorise(context, ['catalogue:read', 'models:read', 'models:write']);
  if (!mayReach(context, projectId)) throw notFound('project');
  const project = await readProjectSettings(context.db, { workspaceId: context.workspaceId, projectId });
  if (!project) throw notFound('project');
  const own = [...project.ownItemTypes].filter(([name]) => !builtInFieldTypes.has(name));
  return {
    data: [
      ...[...builtInFieldTypes].map(([name, type]) => ({ name, type, own: false })),
      ...own.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, type]) => ({ name, type, own: true })),
    ],
  };
}
