import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Recommendation, RecommendInput } from '@curio/contracts';
import { authorise } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError } from '../platform/errors.ts';
import { type RecommendServices, recommend } from './recommend.ts';

/** Queries answered between two turns of the event loop: other requests wait a few milliseconds at most. */
const queriesPerTurn = 20;

/**
 * Answers queries in their order. A query that was invalid when it was parsed, or is refused, has its error in its place and
 * does not fail the others.
 */
export async function recommendBatch(
  context: Context,
  services: RecommendServices,
  projectId: string,
  queries: readonly (RecommendInput | CurioError)[],
): Promise<(Recommendation | CurioError)[]> {
  authorise(context, 'recommend');
  // All of them or none: a batch that is refused in its middle would have used the quota.
  await context.usage.requireQuota(context.workspaceId, 'recommendations', queries.length);
  const answers: (Recommendation | CurioError)[] = [];
  for (let start = 0; start < queries.length; start += queriesPerTurn) {
    const turn = queries.slice(start, start + queriesPerTurn).map(async (query) => {
      if (query instanceof CurioError) return query;
      return recommend(context, services, projectId, query).catch(refused);
    });
    answers.push(...(await Promise.all(turn)));
    await nextTurn();
  }
  return answers;
}

/** An unknown project concerns every query. */
function refused(error: unknown): CurioError {
  if (error instanceof CurioError && error.code === 'invalid-input') return error;
  throw error;
}
