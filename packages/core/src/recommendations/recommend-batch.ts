import { setImmediate as nextTurn } from 'node:timers/promises';
import { maxBatchItems, type Recommendation, type RecommendInput } from '@curio/contracts';
import { authorise, mayReach } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError, notFound } from '../platform/errors.ts';
import { createTurns } from '../platform/take-turns.ts';
import { type RecommendServices, recommend } from './recommend.ts';

/** Queries whose users are read together. */
const queriesPerRead = 20;
/** Queries of all batches that are answered beside each other: while one waits for the database, another is ranked. */
const lanes = 4;
const maxWaiting = 10_000;
const takeTurns = createTurns(maxWaiting);
/** Batches take no more of a turn of the event loop, plus a query of each lane, so that other requests need not wait. */
const turnMs = 10;
let turnStart = 0;
let coming: Promise<void> | undefined;

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
  for (let start = 0; start < queries.length; start += queriesPerRead) {
    const group = queries.slice(start, start + queriesPerRead);
    await readUsers(context, services, projectId, group);
    const answered = await Promise.all(
      group.map((query, place) => {
        if (query instanceof CurioError) return query;
        return takeTurns(String(place % lanes), async () => {
          await turnWithTime();
          return recommend(context, services, projectId, query).catch(refused);
        });
      }),
    );
    for (const answer of answered) if (!(answer instanceof CurioError)) items += answer.items.length;
    // A query can take its n from a placement.
    refuseTooMany(items);
    answers.push(...answered);
  }
  return answers;
}

/** Resolves in a turn of the event loop in which batches have time left. */
async function turnWithTime(): Promise<void> {
  while (performance.now() - turnStart >= turnMs) {
    coming ??= nextTurn().then(() => {
      coming = undefined;
      turnStart = performance.now();
    });
    await coming;
  }
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
