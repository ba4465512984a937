import type { Recommendation } from '@curio/contracts';
import type { Reason } from '@curio/engine/artifact';

export type DescribedReason = NonNullable<Recommendation['items'][number]['reasons']>[number];

export interface ReasonTexts {
  /** undefined for a hidden item. */
  titleOf(itemId: string): string | undefined;
  /** Whether the caller may learn that the item is in the history. */
  mayName(itemId: string): boolean;
}

/** The engine's reasons with sentences to show. Those with items that may not be named are one reason without items. */
export function describeReasons(reasons: readonly Reason[], texts: ReasonTexts): DescribedReason[] {
  const described: DescribedReason[] = [];
  let unnamed: DescribedReason | undefined;
  for (const reason of reasons) {
    if (!('itemId' in reason) || texts.mayName(reason.itemId)) {
      described.push(describeReason(reason, texts));
    } else if (!unnamed) {
      unnamed = { kind: reason.kind, text: 'Similar to items that this user chose' };
      described.push(unnamed);
    }
  }
  return described;
}

function describeReason(reason: Reason, { titleOf }: ReasonTexts): DescribedReason {
  const title = 'itemId' in reason ? titleOf(reason.itemId) : undefined;
  const named = 'itemId' in reason ? (title ?? reason.itemId) : '';
  switch (reason.kind) {
    case 'history':
      return { ...reason, ...(title ? { title } : {}), text: `Because of “${named}”` };
    case 'whole-history':
      return { kind: 'history', text: 'Ranked by all that is known about this user' };
    case 'item':
      return { ...reason, ...(title ? { title } : {}), text: `Similar to “${named}”` };
    case 'features':
      return { ...reason, text: `Shares ${reason.values.join(', ')}` };
    case 'popular':
      return { kind: 'popular', text: popularText(reason.users) };
    case 'trending':
      return { kind: 'trending', text: 'Popular lately' };
    case 'latest':
      return { kind: 'latest', text: 'New in the catalogue' };
  }
}

function popularText(users: number): string {
  if (users === 0) return 'Popular';
  return users === 1 ? 'One user chose it' : `Popular: ${users} users chose it`;
}
