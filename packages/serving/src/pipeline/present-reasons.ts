import type { Reason } from '@curio/engine/artifact';
import type { Candidate } from '../candidates/candidate.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Settings } from '../request/settings.ts';
import { type DescribedReason, describeReasons } from './describe-reason.ts';
import type { Ranking } from './rank.ts';
import { readField } from './read-field.ts';

/**
 * The reasons of each item with sentences to show, then the rules that changed its place. Without `readsUsers`, reasons name no
 * item of a stored history: only those that the request contains.
 */
export function presentReasons(
  reasons: readonly (readonly Reason[])[],
  items: readonly Candidate[],
  { plan, describeRules }: Ranking,
  { catalogue, readsUsers }: { catalogue: Catalogue; readsUsers: boolean },
): DescribedReason[][] {
  const given = readsUsers || plan.settings.userId === undefined ? undefined : givenItems(plan.settings, plan.query);
  const texts = {
    titleOf: (itemId: string) => titleOf(catalogue, itemId),
    mayName: (itemId: string) => given === undefined || given.has(itemId),
  };
  return items.map((candidate, n) => {
    const kind = candidate.source === 'pinned' ? 'pinned' : 'rule';
    const rules = describeRules(candidate).map((text): DescribedReason => ({ kind, text }));
    return [...describeReasons(reasons[n] ?? [], texts), ...rules];
  });
}

function givenItems({ history = [] }: Settings, { fromItems = [] }: Ranking['plan']['query']): Set<string> {
  return new Set([...history.map(({ itemId }) => itemId), ...fromItems]);
}

/** A hidden item has no title. */
function titleOf(catalogue: Catalogue, itemId: string): string | undefined {
  const row = catalogue.rowOf(itemId);
  const title = row >= 0 && catalogue.visible[row] === 1 ? readField(catalogue, row, 'title') : null;
  return typeof title === 'string' ? title : undefined;
}
