import type { Candidate } from '../candidates/candidate.ts';
import type { Position } from '../request/cursor.ts';

export interface Page {
  items: Candidate[];
  /** Items on this page and the pages before it. */
  end: number;
  /** Whether the list goes on after this page. */
  more: boolean;
}

/** How many items of the list the page needs: one more than it shows, to know whether the list goes on. */
export const itemsNeeded = ({ offset }: Position, n: number): number => offset + n + 1;

/** The page's part of the list. Where items of earlier pages were hidden since, it starts after the last one still shown. */
export function paginate(list: readonly Candidate[], { offset, after = [] }: Position, n: number): Page {
  const start = startAfter(list, after) ?? offset;
  const items = list.slice(start, start + n);
  return { items, end: start + items.length, more: list.length > start + n };
}

function startAfter(list: readonly Candidate[], after: readonly string[]): number | undefined {
  for (const shown of after) {
    const place = list.findIndex(({ itemId }) => itemId === shown);
    if (place >= 0) return place + 1;
  }
  return undefined;
}
