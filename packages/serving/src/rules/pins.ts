import type { Pin, Rules } from '@curio/contracts';

/** Pins in the order of their positions, an item's first pin only, without items that are excluded. */
export function pinsOf({ pin = [], exclude = [] }: Rules): Pin[] {
  const excluded = new Set(exclude);
  const pinned = new Map<string, Pin>();
  for (const entry of pin) {
    if (!excluded.has(entry.itemId) && !pinned.has(entry.itemId)) pinned.set(entry.itemId, entry);
  }
  return [...pinned.values()].sort((a, b) => a.position - b.position);
}

/**
 * The list with pinned items at their positions, counted from 1 over all pages; the others keep their order around
 * them. An item is listed once. A position that is taken moves a pin to the next one, and one beyond the end of the list to
 * its end.
 *
 * @param list The first items of the whole list: at least `end` + the number of pins, or all that there are.
 * @param pins From `pinsOf`.
 * @param end Items needed: those of this page and the pages before.
 * @param entryOf The entry of a pinned item; undefined for an item that must not be shown (hidden, deleted or unknown).
 */
export function placePins<T extends { itemId: string }>(
  list: readonly T[],
  pins: readonly Pin[],
  end: number,
  entryOf: (itemId: string) => T | undefined,
): T[] {
  const entries = pins.flatMap(({ itemId, position }) => {
    const entry = entryOf(itemId);
    return entry ? [{ entry, itemId, position }] : [];
  });
  const pinned = new Set(entries.map(({ itemId }) => itemId));
  const others = list.filter(({ itemId }) => !pinned.has(itemId));
  const result: T[] = [];
  let next = 0;
  for (const { entry, position } of entries) {
    while (result.length < position - 1 && next < others.length) result.push(others[next++]!);
    // Beyond the end of what is needed, the list may go on: the pin's place is on a later page.
    if (result.length < position - 1 && result.length >= end) break;
    result.push(entry);
  }
  while (next < others.length) result.push(others[next++]!);
  return result;
}

export const explainPin = ({ position }: Pin): string => `Pinned at position ${position}`;
