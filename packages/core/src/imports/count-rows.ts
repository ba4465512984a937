import type { RowCounts } from '@curio/contracts';
import type { MergeCounts } from './kinds/kind.ts';
import type { Staged } from './staging/stage-rows.ts';

/** The counts of an import, the same way for a dry run and an apply; without `counts` nothing was or would be merged. */
export function countRows({ read, kept, rejected, skipped }: Staged, counts: MergeCounts | undefined): RowCounts {
  if (!counts) return { read, kept, rejected, skipped, new: 0, changed: 0, unchanged: 0, removed: 0 };
  const { new: fresh, changed, removed } = counts;
  return { read, kept, rejected, skipped, new: fresh, changed, unchanged: kept - fresh - changed, removed };
}
