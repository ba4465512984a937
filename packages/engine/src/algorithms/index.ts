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

/** Every algorithm: one file each and one line here. */
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

export function algorithmNamed(name: string): AlgorithmDefinition {
  const found = algorithms.find((algorithm) => algorithm.name === name);
  if (found) return found;
  throw new DataError(`There is no algorithm "${name}"; there are auto, ${algorithms.map((a) => a.name).join(', ')}.`);
}
