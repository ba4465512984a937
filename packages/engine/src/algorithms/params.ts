import { ParameterError } from '../data/errors.ts';
import type { AlgorithmDefinition, Params } from './definition.ts';

/** Fills in what is missing and refuses what is out of range or unknown, each with a sentence (ParameterError). */
export function completeParams(algorithm: AlgorithmDefinition, given: Record<string, unknown>): Params {
  const params: Params = {};
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(algorithm.params, name)) {
      const known = Object.keys(algorithm.params).join(', ') || 'none';
      throw new ParameterError(name, `${algorithm.name} has no parameter "${name}"; it has ${known}.`);
    }
  }
  for (const [name, description] of Object.entries(algorithm.params)) {
    const value = given[name] ?? description.default;
    if (description.type === 'choice') {
      if (typeof value !== 'string' || !description.choices.includes(value)) {
        throw new ParameterError(
          name,
          `${algorithm.name}: "${name}" must be one of ${description.choices.join(', ')}.`,
        );
      }
      params[name] = value;
      continue;
    }
    const whole = description.type === 'integer';
    const fits = typeof value === 'number' && value >= description.min && value <= description.max;
    if (!fits || (whole && !Number.isInteger(value))) {
      const what = whole ? 'a whole number' : 'a number';
      throw new ParameterError(
        name,
        `${algorithm.name}: "${name}" must be ${what} from ${description.min} to ${description.max}.`,
      );
    }
    params[name] = value;
  }
  return params;
}
