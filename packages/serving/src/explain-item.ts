import type { ExplainInput, ItemExplanation, RecommendInput } from '@curio/contracts';
import { type Db, isDatabaseUnavailable, tenant } from '@curio/db';
import type { Caller } from './answer-request.ts';
import { isEligible } from './candidates/eligibility.ts';
import { explainCandidates } from './pipeline/explain.ts';
import { presentModel } from './pipeline/present.ts';
import { presentReasons } from './pipeline/present-reasons.ts';
import { type Ranking, rank } from './pipeline/rank.ts';
import { rankingOf } from './ranking-of.ts';
import { type Prepared, prepare } from './request/prepare.ts';
import { explainItemLists } from './rules/item-lists.ts';
import type { Serving } from './serving.ts';
import type { ProjectRef } from './state/project.ts';

type Removal = NonNullable<ItemExplanation['removedBy']>;

/**
 * The rank and score of an item in the whole list of a query, or the reason why it is not in it. Returns undefined where the
 * workspace has no such project. Throws InvalidRequest as `answerRequest` does.
 */
export async function explainItem(
  serving: Serving,
  project: ProjectRef,
  { itemId, ...query }: ExplainInput,
  { readsUsers }: Caller,
): Promise<ItemExplanation | undefined> {
  const input: RecommendInput = { ...query, explain: true };
  const prepared = await prepare(serving, project, input, { offset: 0 });
  if (!prepared) return undefined;
  const { model, memory } = prepared;
  const { catalogue } = memory;
  const ranking = rankingOf(serving, prepared);
  const { items } = rank(ranking, catalogue.size);
  const place = items.findIndex((item) => item.itemId === itemId);
  const found = items[place];
  const [reasons = []] = found
    ? presentReasons(explainCandidates(model?.loaded.servable, ranking.plan.query, [found]), [found], ranking, {
        catalogue,
        readsUsers,
      })
    : [];
  return {
    itemId,
    rank: found ? place + 1 : null,
    score: found ? found.score : null,
    eligible: found !== undefined,
    removedBy: found ? null : await removalOf(serving.db, prepared, ranking, itemId),
    reasons,
    model: presentModel(model?.loaded),
  };
}

async function removalOf(db: Db, prepared: Prepared, ranking: Ranking, itemId: string): Promise<Removal> {
  const { memory, settings, seenBefore, user } = prepared;
  const { catalogue } = memory;
  const row = catalogue.rowOf(itemId);
  const unknown: Removal = { kind: 'unknown', detail: `The project has no item "${itemId}".` };
  if (row < 0) return unknown;
  if (catalogue.visible[row] !== 1) {
    return (await isStored(db, memory.ref, itemId)) ? { kind: 'hidden', detail: 'The item is hidden.' } : unknown;
  }
  const { rules } = settings;
  const unlisted = rules && explainItemLists(rules, itemId);
  if (unlisted !== undefined) return { kind: 'rule', detail: unlisted };
  const unmatched = ranking.explainFilter(row);
  if (unmatched !== undefined) return { kind: 'filter', detail: unmatched };
  const owner = catalogue.column('ownerId');
  if (
    settings.excludeOwn &&
    owner?.type === 'text' &&
    settings.userId !== undefined &&
    owner.values[row] === settings.userId
  ) {
    return { kind: 'own', detail: 'The item belongs to the user; excludeOwn: false shows it.' };
  }
  const isSeen =
    user?.rows.includes(row) || [...seenBefore].includes(row) || !isEligible(ranking.plan.eligibility, row);
  return isSeen
    ? { kind: 'seen', detail: 'The user has interacted with the item; excludeSeen: false shows it again.' }
    : unknown;
}

async function isStored(db: Db, project: ProjectRef, itemId: string): Promise<boolean> {
  const read = tenant(db, project, (trx) =>
    trx
      .selectFrom('items')
      .select('item_id')
      .where('project_id', '=', project.projectId)
      .where('item_id', '=', itemId)
      .executeTakeFirst(),
  );
  // While Postgres is away, a row of memory that is not visible counts as hidden.
  return read.then(
    (row) => row !== undefined,
    (error: unknown) => {
      if (!isDatabaseUnavailable(error)) throw error;
      return true;
    },
  );
}
