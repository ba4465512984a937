import type { Rules } from '@curio/contracts';
import type { Catalogue } from '../catalogue/catalogue.ts';

/** Rows of the items that the rules exclude. */
export function excludedRows({ exclude = [] }: Rules, catalogue: Pick<Catalogue, 'rowOf'>): number[] {
  return exclude.map((itemId) => catalogue.rowOf(itemId)).filter((row) => row >= 0);
}

/** Which of both lists removes the item; undefined where neither does. */
export function explainItemLists({ include, exclude }: Rules, itemId: string): string | undefined {
  if (exclude?.includes(itemId)) return 'The rule exclude names this item';
  if (include && !include.includes(itemId)) return 'The rule include does not name this item';
  return undefined;
}
