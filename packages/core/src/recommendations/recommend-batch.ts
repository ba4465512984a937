import { setImmediate as nextTurn } from 'node:timers/promises';
import { maxBatchItems, type Recommendation, type RecommendInput } from '@curio/contracts';
import { authorise, mayReach } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError, notFound } from '../platform/errors.ts';
import { type RecommendServices, recommend } from './recommend.ts';

/** Queries whose users are read together. */
const queriesPerRead = 20;
/** Queries are answered for so long between two turns of the event loop: other requests wait no longer, plus one query. */
const turnMs = 10;

/**
 * Answers queries in their order. A query that was invalid when it was parsed, or is refused, has its error in its place and
 * does not fail the others. Throws `too-large` where the answers would have more than `maxBatchItems` items.
 */
export async function recommendBatch(
  context: Context,
  services: RecommendServices,
  projectId: string,
  queries: readonly (RecommendInput | CurioError)[],
): Promise<(Recommendation | CurioError)[]> {
  authorise(context, 'recommend');
  if (!mayReach(context, projectId)) throw notFound('project');
  const asked = queries.reduce(
    (sum, query) => sum + (query instanceof CurioError ? 0 : (query.n ?? query.limit ?? 0)),
    0,
  );
  refuseTooMany(asked);
  // All of them or none: a batch that is refused in its middle would have used the quota.
  await context.usage.requireQuota(context.workspaceId, 'recommendations', queries.length);
  const answers: (Recommendation | CurioError)[] = [];
  let items = 0;
  let turnStart = performance.now();
  for (const [place, query] of queries.entries()) {
    if (place % queriesPerRead === 0) {
      await readUsers(context, services, projectId, queries.slice(place, place + queriesPerRead));
    }
    const answer =
      query instanceof CurioError ? query : await recommend(context, services, projectId, query).catch(refused);
    if (!(answer instanceof CurioError)) items += answer.items.length;
    // A query can take its n from a placement.
    refuseTooMany(items);
    answers.push(answer);
    if (performance.now() - turnStart < turnMs) continue;
    await nextTurn();
    turnStart = performance.now();
  }
  return answers;
}

function refuseTooMany(items: number): void {
  if (items <= maxBatchItems) return;
  throw new CurioError(
    'too-large',
    `The answers of a batch can have ${maxBatchItems} items in all; these have ${items}. Send fewer queries, or a smaller n.`,
  );
}

/** Takes the users of these queries into memory, by one query of the database. */
async function readUsers(
  { workspaceId }: Context,
  { serving }: RecommendServices,
  projectId: string,
  queries: readonly (RecommendInput | CurioError)[],
): Promise<void> {
  const memory = await serving.projects.get({ workspaceId, projectId });
  if (!memory) return;
  const userIds = queries.flatMap((query) => (query instanceof CurioError ? [] : (query.userId ?? [])));
  await Promise.all(userIds.map((userId) => serving.users.read(memory, userId)));
}

/** An unknown project concerns every query. */
function refused(error: unknown): CurioError {
  if (error instanceof CurioError && error.code === 'invalid-input') return error;
  throw error;
}
