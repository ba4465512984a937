import type { Candidate } from '../candidates/candidate.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { describeReason } from './describe-reason.ts';
import type { Explained } from './explain.ts';
import type { PresentedReason } from './present.ts';
import type { Ranking } from './rank.ts';
import { readField } from './read-field.ts';

/** The reasons of each item with sentences to show, then the rules that changed its place. */
export function presentReasons(
  explained: readonly Explained[],
  items: readonly Candidate[],
  { describeRules }: Ranking,
  catalogue: Catalogue,
): { source: Candidate['source']; reasons: PresentedReason[] }[] {
  return explained.map(({ source, reasons }, n) => {
    const candidate = items[n];
    const rules = candidate ? describeRules(candidate) : [];
    return {
      source,
      reasons: [
        ...reasons.map((reason) => describeReason(reason, (id) => titleOf(catalogue, id))),
        ...rules.map((text) => ({ kind: source === 'pinned' ? ('pinned' as const) : ('rule' as const), text })),
      ],
    };
  });
}

/** A hidden item has no title. */
function titleOf(catalogue: Catalogue, itemId: string): string | undefined {
  const row = catalogue.rowOf(itemId);
  const title = row >= 0 && catalogue.visible[row] === 1 ? readField(catalogue, row, 'title') : null;
  return typeof title === 'string' ? title : undefined;
}
