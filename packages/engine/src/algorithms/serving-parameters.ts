import { type AlgorithmDefinition, numberOf, type ParamDescription } from './definition.ts';

/** ρ: weight of an event by its rank in the history. Applied at request time (scoring/scorers/recency.ts). */
export const recency: ParamDescription = {
  type: 'number',
  default: 0,
  min: 0,
  max: 2,
  label: 'Recency exponent',
  symbol: 'ρ',
  description: 'The event of rank r in a history (0 is the newest) has weight (1 + r)^-ρ; 0 ignores the order.',
};

/** γ: applied to the training matrix and, at request time, to the history. */
export const historyExponent: ParamDescription = {
  type: 'number',
  default: 0.5,
  min: 0,
  max: 1,
  label: 'Confidence exponent',
  symbol: 'γ',
  description: 'Each confidence c enters as c^γ; 0 counts every interaction alike, 1 counts confidence in full.',
};

/** `recency` changes only how a history is weighted, so a fitted model can be tried with another value without a new fit. */
export const servedRecency: NonNullable<AlgorithmDefinition['served']> = {
  names: ['recency'],
  spec: (spec, params) => ('recency' in spec ? { ...spec, recency: numberOf(params, 'recency') } : spec),
};
