import { ArtifactError } from '../../data/errors.ts';
import { ModelMemory } from '../../kernels/index.ts';
import type { Scorer } from '../scorer.ts';
import type { NamedArray, ScorerSpec } from '../spec.ts';
import { blendScorer } from './blend.ts';
import { factorScorer } from './factors.ts';
import { neighbourScorer } from './neighbours.ts';
import { neuralScorer } from './neural.ts';
import { orderScorer } from './order.ts';
import { popularScorer } from './popular.ts';
import { towerScorer } from './towers.ts';
import { vectorScorer } from './vectors.ts';

/**
 * The scorer of a spec over the arrays whose names begin with `prefix`. `userCounts` is the number of users per item. Arrays
 * that lie in `memory` are used without a copy, and factors among them are rotated in place.
 * Throws ArtifactError where an array is missing or has another type.
 */
export function openScorer(
  spec: ScorerSpec,
  arrays: Map<string, NamedArray>,
  userCounts: Uint32Array,
  prefix = '',
  memory = new ModelMemory(),
): Scorer {
  switch (spec.type) {
    case 'popular':
      return popularScorer(userCounts);
    case 'order':
      return orderScorer(integers(arrays, `${prefix}order`));
    case 'factors':
      return factorScorer(
        floats(arrays, `${prefix}itemFactors`),
        spec.rotated ? { ...spec, spectrum: floats(arrays, `${prefix}spectrum`) } : spec,
        memory,
        prefix,
      );
    case 'vectors':
      return vectorScorer(floats(arrays, `${prefix}itemVectors`), spec.dimensions, spec.recency, memory, prefix);
    case 'neighbours':
      return neighbourScorer(
        {
          indptr: integers(arrays, `${prefix}indptr`),
          indices: integers(arrays, `${prefix}indices`),
          values: floatsOrCodes(arrays, `${prefix}values`),
        },
        spec,
      );
    case 'towers':
      return towerScorer(
        {
          historyVectors: floats(arrays, `${prefix}historyVectors`),
          itemVectors: floats(arrays, `${prefix}itemVectors`),
          bias: floats(arrays, `${prefix}bias`),
        },
        spec,
        {
          vocabulary: {
            terms: strings(arrays, `${prefix}userTerms`),
            idf: floats(arrays, `${prefix}userIdf`),
            numbers: spec.userNumbers,
          },
          vectors: floats(arrays, `${prefix}userVectors`),
        },
        memory,
        prefix,
      );
    case 'neural':
      return neuralScorer(
        {
          historyVectors: floats(arrays, `${prefix}historyVectors`),
          itemVectors: floats(arrays, `${prefix}itemVectors`),
          bias: floats(arrays, `${prefix}bias`),
          historyLayer: floats(arrays, `${prefix}historyLayer`),
          itemLayer: floats(arrays, `${prefix}itemLayer`),
          hiddenWeights: floats(arrays, `${prefix}hiddenWeights`),
          hiddenBias: floats(arrays, `${prefix}hiddenBias`),
          outWeights: floats(arrays, `${prefix}outWeights`),
        },
        spec,
        memory,
        prefix,
      );
    case 'blend':
      return blendScorer(
        spec.parts.map((part) => ({
          weight: part.weight,
          countShrinkage: part.countShrinkage,
          scorer: openScorer(part.spec, arrays, userCounts, `${prefix}${part.name}/`, memory),
        })),
        userCounts,
        integers(arrays, `${prefix}newItems`),
        memory,
        prefix,
      );
    default:
      throw new ArtifactError('This engine has no scorer of the kind that the model names.');
  }
}

function floats(arrays: Map<string, NamedArray>, name: string): Float32Array {
  const array = arrays.get(name);
  if (array?.dtype !== 'float32') throw new ArtifactError(`The model lacks its array "${name}".`);
  return array.data;
}

/** Half-precision numbers as they are in memory: decoded they would need three times the bytes. */
function floatsOrCodes(arrays: Map<string, NamedArray>, name: string): Float32Array | Uint16Array {
  const array = arrays.get(name);
  return array?.dtype === 'float32' && array.bits ? array.bits : floats(arrays, name);
}

export function integers(arrays: Map<string, NamedArray>, name: string): Uint32Array {
  const array = arrays.get(name);
  if (array?.dtype !== 'int32') throw new ArtifactError(`The model lacks its array "${name}".`);
  return array.data;
}

function strings(arrays: Map<string, NamedArray>, name: string): string[] {
  const array = arrays.get(name);
  if (array?.dtype !== 'string') throw new ArtifactError(`The model lacks its array "${name}".`);
  return array.data;
}
