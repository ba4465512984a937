import type { Segment } from '@curio/contracts';

/** A segment's name, e.g. "History of 6 to 20 items". */
export function describeSegment({ by, min, max }: Pick<Segment, 'by' | 'min' | 'max'>): string {
  const range = max === null ? `more than ${min - 1}` : min === max ? `${min}` : `${min} to ${max}`;
  const unit = (max ?? 2) === 1 ? { item: 'item', user: 'user' } : { item: 'items', user: 'users' };
  if (by === 'history-length') return `History of ${range} ${unit.item}`;
  return max === 0 ? 'Held-out item without other interactions' : `Held-out item with ${range} ${unit.user}`;
}
