import type { Recommendation } from '@curio/contracts';
import type { Reason } from '@curio/engine/artifact';

type DescribedReason = NonNullable<Recommendation['items'][number]['reasons']>[number];

/** The engine's reason with a sentence to show and the title of the item that it names; a hidden item has no title. */
export function describeReason(reason: Reason, titleOf: (itemId: string) => string | undefined): DescribedReason {
  const title = 'itemId' in reason ? titleOf(reason.itemId) : undefined;
  const named = 'itemId' in reason ? (title ?? reason.itemId) : '';
  switch (reason.kind) {
    case 'history':
      return { ...reason, ...(title ? { title } : {}), text: `Because of “${named}”` };
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
