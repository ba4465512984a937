import type { Candidate, CandidateList } from '../candidates/candidate.ts';
import { isEligible } from '../candidates/eligibility.ts';
import type { Plan } from '../request/plan.ts';
import { diversify, diversityWindow } from '../rules/diversify.ts';
import { pinsOf, placePins } from '../rules/pins.ts';
import { type Retrieval, retrieve } from './retrieve.ts';

/** Everything that a list is computed from. */
export interface Ranking {
  plan: Plan;
  retrieval: Retrieval;
  /** Similarity in [0, 1] of two candidates, for the diversity of a list. */
  similarity(a: Candidate, b: Candidate): number;
  /** Sentences about the rules that changed the place of the candidate. */
  describeRules(candidate: Candidate): string[];
  /** Why the filter removes the row; undefined where it does not. */
  explainFilter(row: number): string | undefined;
}

/** The first `end` items of the whole list, of which a page is a part: no item moves between pages. */
export function rank({ plan, retrieval, similarity }: Ranking, end: number): CandidateList {
  const { diversity = 0, rules } = plan.settings;
  const pins = rules ? pinsOf(rules) : [];
  // The same window for every page.
  const k = diversity > 0 ? Math.max(end, diversityWindow) : end;
  const { items, fallback } = retrieve(retrieval, k + pins.length);
  // Each place costs a pass over the window: no more of them than are needed.
  const diverse = diversity > 0 ? diversify(items, similarity, diversity, end + pins.length) : items;
  const list = pins.length > 0 ? placePins(diverse, pins, end, (itemId) => pinOf(plan, retrieval, itemId)) : diverse;
  return { items: list.slice(0, end), fallback };
}

/** A pinned item is shown although it was seen or does not match the filter, but not if it is hidden. */
function pinOf({ eligibility: { catalogue } }: Plan, { source }: Retrieval, itemId: string): Candidate | undefined {
  const row = catalogue.rowOf(itemId);
  const everything = { catalogue, removed: new Set<number>(), mask: undefined, included: undefined };
  if (row < 0 || !isEligible(everything, row)) return undefined;
  return { row, itemId, item: 'map' in source ? source.map.itemOf(row) : -1, score: 0, source: 'pinned' };
}
