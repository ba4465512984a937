import type { CandidateList } from './candidates/candidate.ts';
import { type Ranking, rank } from './pipeline/rank.ts';
import type { Prepared } from './request/prepare.ts';
import type { Serving } from './serving.ts';

/** Further items kept with a page after the first, so that the pages after it cost no ranking. */
const minKept = 200;

/**
 * As `rank`, from the cache where the same list was ranked before from the same version, catalogue and history. Lists whose
 * order depends on the time of the request are not kept.
 */
export function rankCached(serving: Serving, prepared: Prepared, ranking: Ranking, end: number): CandidateList {
  const { settings, memory, model, user, position } = prepared;
  if ((settings.rotation ?? 0) > 0 || !model) return rank(ranking, end);
  const wanted = position.offset > 0 ? Math.max(end, minKept) : end;
  const key = JSON.stringify([
    memory.ref.projectId,
    model.loaded.version,
    memory.catalogue.revision,
    user?.id,
    ranking.plan.query.history.length,
    settings.history,
    prepared.fromItem,
    ranking.plan.query.strategy,
    settings.excludeSeen,
    settings.excludeOwn ? settings.userId : undefined,
    settings.filter,
    settings.rules,
    settings.diversity,
  ]);
  const known = serving.topLists.get(key);
  if (known && (known.items.length >= end || known.complete)) return known;
  const list = rank(ranking, wanted);
  serving.topLists.set(key, { ...list, complete: list.items.length < wanted });
  return list;
}
