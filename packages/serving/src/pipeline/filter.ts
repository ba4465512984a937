import type { Candidate, Exclusion, ServableModel } from '@curio/engine/artifact';
import type { Plan } from '../request/plan.ts';

/**
 * The items that the request excludes whatever their score, decided before retrieval: the item to start from and, unless
 * the request says otherwise, every item of the history. An impression alone does not make an item seen. `mask` is the
 * catalogue's share of the decision, such as a compiled filter expression.
 */
export function excludedItems(plan: Plan, model: Pick<ServableModel, 'indexOf'>, mask?: Uint8Array): Exclusion {
  const items: number[] = [];
  const add = (itemId: string) => {
    const item = model.indexOf(itemId);
    if (item >= 0) items.push(item);
  };
  if (plan.fromItem !== undefined) add(plan.fromItem);
  if (plan.excludeSeen) for (const event of plan.history) if (event.type !== 'impression') add(event.itemId);
  return mask ? { items, mask } : { items };
}

/** Ids to exclude where there is no model: as `excludedItems`, for every id. */
export function excludedIds(plan: Plan): string[] {
  const ids = plan.excludeSeen
    ? plan.history.filter((event) => event.type !== 'impression').map((event) => event.itemId)
    : [];
  return plan.fromItem === undefined ? ids : [...ids, plan.fromItem];
}

/** What only the database knows about the retrieved items. */
export interface Eligibility {
  /** Ids in the catalogue and not hidden; undefined for a project without a catalogue, where every item is visible. */
  visible: { has(itemId: string): boolean } | undefined;
  /** Ids that the user saw before the history that was read. */
  seen: { has(itemId: string): boolean };
}

/** The candidates that may be shown, in their order. */
export function filterCandidates(candidates: readonly Candidate[], { visible, seen }: Eligibility): Candidate[] {
  return candidates.filter(({ itemId }) => !seen.has(itemId) && (visible === undefined || visible.has(itemId)));
}
