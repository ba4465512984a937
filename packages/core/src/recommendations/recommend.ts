import type { Recommendation, RecommendInput } from '@curio/contracts';
import { answerRequest } from '@curio/serving/answer-request';
import type { Serving } from '@curio/serving/serving';
import type { EventGatherer } from '../events/gather-events.ts';
import { authorise, mayReach } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { callerOf } from './caller-of.ts';
import { refuseInvalid } from './refuse-invalid.ts';
import type { ServedLog } from './served-log.ts';

export interface RecommendServices {
  serving: Serving;
  served: ServedLog;
  gatherer: EventGatherer;
}

/** Answers a recommendation query of an actor who may ask it, and notifies the project's endpoints of the answer. */
export async function recommend(
  context: Context,
  { serving, served }: RecommendServices,
  projectId: string,
  input: RecommendInput,
): Promise<Recommendation> {
  authorise(context, 'recommend');
  if (!mayReach(context, projectId)) throw notFound('project');
  const wait = context.usage.requireQuota(context.workspaceId, 'recommendations', 1);
  if (wait) await wait;
  const project = { workspaceId: context.workspaceId, projectId };
  const answer = await answerRequest(serving, context.secrets, project, input, callerOf(context)).catch(refuseInvalid);
  if (!answer) throw notFound('project');
  context.usage.count(context.workspaceId, projectId, 'recommendations', 1);
  if (answer.notifyServed) served.add(project, input.userId, answer.recommendation);
  return answer.recommendation;
}
