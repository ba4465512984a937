import type { FilterOperator } from '@curio/contracts';

/** A filter while it is edited: as in the API, but operands can still be blank. */
export interface FilterDraft extends Partial<Record<FilterOperator, unknown>> {
  and?: FilterDraft[] | undefined;
  or?: FilterDraft[] | undefined;
  not?: FilterDraft | undefined;
  field?: string | undefined;
}

export type GroupMode = 'all' | 'any' | 'none';

export interface Group {
  mode: GroupMode;
  parts: FilterDraft[];
  /** JSON pointer of the list of parts, relative to the group. */
  pointer: string;
}

const structure = new Set(['and', 'or', 'not', 'field']);

/** The operators of a condition, in the order in which they were given. */
export const operatorsOf = (filter: FilterDraft): FilterOperator[] =>
  Object.keys(filter).filter((key) => !structure.has(key)) as FilterOperator[];

/** The group that the filter is; null for a condition. “None of” is written as not-or. */
export function groupOf(filter: FilterDraft): Group | null {
  if (filter.and) return { mode: 'all', parts: filter.and, pointer: '/and' };
  if (filter.or) return { mode: 'any', parts: filter.or, pointer: '/or' };
  if (filter.not?.or) return { mode: 'none', parts: filter.not.or, pointer: '/not/or' };
  return null;
}

export function toFilter(mode: GroupMode, parts: FilterDraft[]): FilterDraft {
  if (mode === 'none') return { not: { or: parts } };
  return mode === 'all' ? { and: parts } : { or: parts };
}

/** An equal filter of groups and conditions alone, with a group at the root: the form that the builder shows. */
export function normaliseFilter(filter: FilterDraft): FilterDraft {
  const normal = normalisePart(filter);
  return groupOf(normal) ? normal : { and: [normal] };
}

function normalisePart(filter: FilterDraft): FilterDraft {
  const { not } = filter;
  if (not) return { not: { or: (not.or ?? [not]).map(normalisePart) } };
  const group = groupOf(filter);
  return group ? toFilter(group.mode, group.parts.map(normalisePart)) : filter;
}

/** Whether the condition still lacks the value of this operator. */
export function isBlank(operand: unknown): boolean {
  if (operand === undefined || operand === null || operand === '') return true;
  if (Array.isArray(operand)) return operand.length === 0;
  if (typeof operand !== 'object') return false;
  const { km, of, lat, lon } = operand as Record<string, unknown>;
  return isBlank(km) || (of === undefined && (isBlank(lat) || isBlank(lon)));
}

/** Pointers to the operands that are still blank. */
export function blankOperands(filter: FilterDraft, pointer: string): string[] {
  const group = groupOf(filter);
  if (group) return group.parts.flatMap((part, n) => blankOperands(part, `${pointer}${group.pointer}/${n}`));
  return operatorsOf(filter).flatMap((operator) => (isBlank(filter[operator]) ? [`${pointer}/${operator}`] : []));
}

/**
 * The filter without its unfinished conditions, for a preview. Each is replaced by a part that changes nothing in its group,
 * so that the pointers of errors still fit what is on the screen.
 */
export function withoutBlanks(filter: FilterDraft): FilterDraft {
  const group = groupOf(filter);
  if (!group) return filter;
  const neutral: FilterDraft = group.mode === 'all' ? { and: [] } : { or: [] };
  const parts = group.parts.map((part) => {
    if (groupOf(part)) return withoutBlanks(part);
    return operatorsOf(part).some((operator) => isBlank(part[operator])) ? neutral : part;
  });
  // An empty “any of” matches nothing; while it is edited, it filters nothing.
  return group.mode === 'any' && parts.every((part) => part === neutral) ? { and: [] } : toFilter(group.mode, parts);
}
