import { DataError } from '../data/errors.ts';
import { content } from './content.ts';
import type { AlgorithmDefinition } from './definition.ts';
import { ease } from './ease.ts';
import { graphFilter } from './graph-filter.ts';
import { hybrid } from './hybrid.ts';
import { ials } from './ials.ts';
import { itemKnn } from './item-knn.ts';
import { latest } from './latest.ts';
import { ncf } from './ncf.ts';
import { popular } from './popular.ts';
import { trending } from './trending.ts';
import { twoTower } from './two-tower.ts';

export type { AlgorithmDefinition, ParamDescription } from './definition.ts';
export { completeParams } from './params.ts';

/**
 * The registry: one file and one line per algorithm. `train`, the API's validation, `GET /v1/algorithms`, the studio and
 * the shared test suite read this list. Importing it loads no tensor library, so that the API can.
 */
export const algorithms: readonly AlgorithmDefinition[] = [
  popular,
  trending,
  latest,
  content,
  itemKnn,
  ease,
  graphFilter,
  ials,
  ncf,
  twoTower,
  hybrid,
];

export const algorithmLabels: Readonly<Record<string, string>> = Object.fromEntries(
  algorithms.map(({ name, label }) => [name, label]),
);

/** Throws DataError, with the list of names, when there is none of this name. */
export function algorithmNamed(name: string): AlgorithmDefinition {
  const found = algorithms.find((algorithm) => algorithm.name === name);
  if (found) return found;
  throw new DataError(`There is no algorithm "${name}"; there are auto, ${algorithms.map((a) => a.name).join(', ')}.`);
}
