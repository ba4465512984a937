import type { CandidateList } from './candidates/candidate.ts';
import { ownedRows } from './candidates/owned-rows.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import { type Ranking, rank } from './pipeline/rank.ts';
import type { Prepared } from './request/prepare.ts';
import type { Serving } from './serving.ts';

/** Items kept of a list whose further pages, or whose other readers, are likely: they cost no ranking. */
const minKept = 200;

/**
 * As `rank`, from the cache where the same list was ranked before from the same version, catalogue and history. Lists whose
 * order depends on the time of the request are not kept, and first pages only of users who ask again soon.
 */
export function rankCached(serving: Serving, prepared: Prepared, ranking: Ranking, end: number): CandidateList {
  const { settings, memory, model, user, position, incomplete } = prepared;
  if ((settings.rotation ?? 0) > 0 || !model || incomplete) return rank(ranking, end);
  // Users without a history and fields get the same lists.
  const isUnknown = !user || (user.rows.length === 0 && isEmpty(user.fields));
  if (!isUnknown && position.offset === 0 && !serving.topLists.askedLately(user.id)) return rank(ranking, end);
  const owns = settings.excludeOwn && settings.userId !== undefined && ownsAny(memory.catalogue, settings.userId);
  const wanted = isUnknown || position.offset > 0 ? Math.max(end, minKept) : end;
  const key = JSON.stringify([
    memory.ref.projectId,
    model.loaded.version,
    memory.catalogue.revision,
    isUnknown ? 0 : user.id,
    // With a memo every event counts; without one, those up to a time.
    ranking.plan.query.memo ? -1 : ranking.plan.query.history.length,
    settings.history,
    prepared.fromItem,
    ranking.plan.query.strategy,
    settings.excludeSeen,
    owns ? settings.userId : undefined,
    settings.filter,
    settings.rules,
    settings.diversity,
  ]);
  const known = serving.topLists.lists.get(key);
  if (known && (known.items.length >= end || known.complete)) return known;
  const list = rank(ranking, wanted);
  serving.topLists.lists.set(key, { ...list, complete: list.items.length < wanted });
  return list;
}

function isEmpty(fields: object): boolean {
  for (const _ in fields) return false;
  return true;
}

function ownsAny(catalogue: Catalogue, userId: string): boolean {
  for (const _ of ownedRows(catalogue, userId)) return true;
  return false;
}
