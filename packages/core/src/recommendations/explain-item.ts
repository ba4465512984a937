import type { ExplainInput, ItemExplanation } from '@curio/contracts';
import { explainItem as explain } from '@curio/serving/explain-item';
import { authorise, mayReach } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { callerOf } from './caller-of.ts';
import type { RecommendServices } from './recommend.ts';
import { refuseInvalid } from './refuse-invalid.ts';

/** Why an item is at its place in the list of a query, or why it is not in it. */
export async function explainItem(
  context: Context,
  { serving }: RecommendServices,
  projectId: string,
  input: ExplainInput,
): Promise<ItemExplanation> {
  authorise(context, 'recommend');
  if (!mayReach(context, projectId)) throw notFound('project');
  const project = { workspaceId: context.workspaceId, projectId };
  const explanation = await explain(serving, project, input, callerOf(context)).catch(refuseInvalid);
  if (!explanation) throw notFound('project');
  return explanation;
}
