import type { Plan } from '../request/plan.ts';

type Page = Pick<Plan, 'offset' | 'n'>;

/** The page's part of the list. */
export function paginate<T>(list: readonly T[], { offset, n }: Page): T[] {
  return list.slice(offset, offset + n);
}

/** Offset of the page after this one; undefined after a page that is not full, which is the last. */
export function nextOffset(shown: number, { offset, n }: Page): number | undefined {
  return shown < n ? undefined : offset + n;
}
