import { type AlgorithmDefinition, numberOf } from './definition.ts';

/** For algorithms whose `recency` is applied when a history is weighed, so that trying another one needs no new fit. */
export const servedRecency: NonNullable<AlgorithmDefinition['served']> = {
  names: ['recency'],
  spec: (spec, params) => ('recency' in spec ? { ...spec, recency: numberOf(params, 'recency') } : spec),
};
