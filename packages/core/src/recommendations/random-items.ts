import type { Item } from '@curio/contracts';
import { randomItems as pickItems } from '@curio/serving/random-items';
import { toItem } from '../catalogue/items/item-columns.ts';
import { authorise, mayReach } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import type { RecommendServices } from './recommend.ts';

/** Different random items that can be shown, for a new user to rate: at most `n`. */
export async function randomItems(
  context: Context,
  { serving }: RecommendServices,
  projectId: string,
  n: number,
): Promise<{ data: Item[] }> {
  authorise(context, 'recommend');
  if (!mayReach(context, projectId)) throw notFound('project');
  const rows = await pickItems(serving, { workspaceId: context.workspaceId, projectId }, n);
  if (!rows) throw notFound('project');
  return { data: rows.map(toItem) };
}
