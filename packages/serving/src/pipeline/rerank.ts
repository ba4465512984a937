import type { Candidate } from '@curio/engine/artifact';
import type { Plan } from '../request/plan.ts';

/** One change of the list's order: boosts, diversity, rotation, pins. It returns the candidates that it was given. */
export type RerankStep = (candidates: readonly Candidate[], plan: Plan) => Candidate[];

/** Applies the steps in turn to the whole list that pages are cut from, so that no item moves between pages. */
export function rerank(candidates: Candidate[], plan: Plan, steps: readonly RerankStep[]): Candidate[] {
  return steps.reduce((list, step) => step(list, plan), candidates);
}
