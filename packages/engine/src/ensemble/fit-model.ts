import type { AlgorithmDefinition } from '../algorithms/definition.ts';
import type { TrainingContext } from '../algorithms/training-context.ts';
import { DivergedError } from '../data/errors.ts';
import type { Interactions } from '../data/records.ts';
import type { BlendPart, FittedModel, NamedArray } from '../scoring/spec.ts';
import { findColdItems } from './cold-items.ts';
import { predictColdFactors } from './predict-cold-factors.ts';
import type { EnsembleMember, ModelSpec } from './spec.ts';

export interface FitModelInput {
  context: TrainingContext;
  spec: ModelSpec;
  matrix: Interactions;
  signal: AbortSignal;
  /** Members that are fitted already, by their place in the spec. */
  models?: (FittedModel | undefined)[];
  /** Items that are placed apart in an ensemble's lists; without it those of the whole dataset. */
  coldItems?: Uint32Array;
  onProgress(share: number, message?: string): void;
}

/**
 * Fits the members one after the other; the arrays of an ensemble are named `PLACE-ALGORITHM/ARRAY`. Throws DivergedError
 * where numbers stop being finite, and the signal's reason when aborted.
 */
export async function fitModel(input: FitModelInput): Promise<FittedModel> {
  const { context, spec, matrix, signal } = input;
  const count = spec.members.length;
  const fitted: { name: string; member: EnsembleMember; model: FittedModel }[] = [];
  for (const [index, member] of spec.members.entries()) {
    const onProgress = (share: number, message?: string) => input.onProgress((index + share) / count, message);
    const { algorithm, params } = member;
    const model = input.models?.[index] ?? (await algorithm.fit({ context, matrix, params, signal, onProgress }));
    checkFinite(algorithm, model);
    fitted.push({ name: `${index}-${algorithm.name}`, member, model });
  }
  if (count === 1) return fitted[0].model;
  for (const { model } of fitted) await predictColdFactors(context, matrix, model);
  const parts: BlendPart[] = fitted.map(({ name, member, model }) => ({
    name,
    weight: member.weight,
    countShrinkage: member.countShrinkage,
    spec: model.spec,
  }));
  const coldItems = input.coldItems ?? findColdItems(context);
  const arrays = new Map<string, NamedArray>([
    ['newItems', { dtype: 'int32', shape: [coldItems.length], data: coldItems }],
    ...fitted.flatMap(({ name, model }) =>
      [...model.arrays].map(([array, data]) => [`${name}/${array}`, data] as const),
    ),
  ]);
  return { spec: { type: 'blend', parts }, arrays };
}

/** The last check of every fit: a model with NaN or infinite numbers is not measured or served. */
function checkFinite({ name }: AlgorithmDefinition, { arrays }: FittedModel): void {
  for (const array of arrays.values()) {
    if (array.dtype !== 'float32') continue;
    for (const value of array.data) {
      if (!Number.isFinite(value)) {
        throw new DivergedError(`${name} left the range of finite numbers with these parameters.`);
      }
    }
  }
}
