import type { Candidates, Exclusion, Query, ServableModel } from '@curio/engine/artifact';
import type { Plan } from '../request/plan.ts';

/** The engine's query for a plan. Pass the same object to retrieval and explanations: the model weighs it once. */
export function queryOf(plan: Plan): Query {
  return {
    history: plan.history,
    user: plan.user,
    ...(plan.fromItem === undefined ? {} : { fromItems: [plan.fromItem] }),
    ...(plan.strategy ? { strategy: plan.strategy } : {}),
  };
}

/** Candidates beyond the page, so that a few hidden items do not cost a second retrieval. */
const spare = 20;

/** How many candidates to retrieve, attempt 0 first: four times as many each time that filters leave too few. */
export function candidateCount({ offset, n }: Pick<Plan, 'offset' | 'n'>, attempt: number): number {
  return (offset + n + spare) * 4 ** attempt;
}

/** Lists by the plan's part that decides them, kept for as long as the request's state. */
export interface CandidateCache {
  get(key: string): Candidates | undefined;
  set(key: string, candidates: Candidates): unknown;
}

export interface Retrieval {
  model: { version: number; servable: ServableModel };
  query: Query;
  /** Called where no cached list answers: a long history takes longer to look up than a list. */
  exclusion(): Exclusion;
  /** How many candidates. */
  k: number;
}

/** The best candidates of the whole catalogue, from the cache where this state was ranked in the same way before. */
export function retrieve(plan: Plan, { model, query, exclusion, k }: Retrieval, cache: CandidateCache): Candidates {
  const key = JSON.stringify([
    plan.stateId,
    model.version,
    plan.fromItem,
    plan.strategy,
    k,
    plan.excludeSeen,
    plan.session,
  ]);
  const known = cache.get(key);
  if (known) return known;
  const candidates = model.servable.retrieve(query, k, exclusion());
  cache.set(key, candidates);
  return candidates;
}
