import type { Rules } from '@curio/contracts';

interface ItemRows {
  readonly size: number;
  /** -1 for an unknown item. */
  rowOf(itemId: string): number;
}

/** Rows of the items that the rules exclude. */
export function excludedRows({ exclude = [] }: Rules, catalogue: ItemRows): number[] {
  return exclude.map((itemId) => catalogue.rowOf(itemId)).filter((row) => row >= 0);
}

/**
 * One byte per row, 1 = excluded: all rows but those of the included items. Undefined where the rules include no ids;
 * an empty `include` excludes every item.
 */
export function includeMask({ include }: Rules, catalogue: ItemRows): Uint8Array | undefined {
  if (!include) return undefined;
  const mask = new Uint8Array(catalogue.size).fill(1);
  for (const itemId of include) {
    const row = catalogue.rowOf(itemId);
    if (row >= 0) mask[row] = 0;
  }
  return mask;
}

/** Which of both lists removes the item; undefined where neither does. */
export function explainItemLists({ include, exclude }: Rules, itemId: string): string | undefined {
  if (exclude?.includes(itemId)) return 'The rule exclude names this item';
  if (include && !include.includes(itemId)) return 'The rule include does not name this item';
  return undefined;
}
