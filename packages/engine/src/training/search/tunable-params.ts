import type { SearchState } from './search-state.ts';

/** Parameters that set how much popular items count. */
const popularityParams = ['alpha', 'beta', 'balance', 'popularity'];

/**
 * Parameters that keep their defaults: those about something that this data does not have (times, descriptions, different
 * confidences) and, without times, those about popularity. A random validation part has the same popularity as the
 * training part, which later interactions never have, so tuning by it would mislead.
 */
export function untunableParams({ statistics, split }: SearchState): Set<string> {
  const { values } = split.train;
  const isUniform = values.every((value) => value === values[0]);
  return new Set([
    ...(statistics.describedItems < 2 ? ['featureWeight'] : []),
    ...(split.how === 'random' ? ['recency', ...popularityParams] : []),
    ...(isUniform ? ['historyExponent'] : []),
  ]);
}
