import type { AlgorithmDefinition, Params } from '../algorithms/definition.ts';
import type { TrainingContext } from '../algorithms/training-context.ts';
import { DivergedError } from '../data/errors.ts';
import type { Interactions, ModelKind } from '../data/records.ts';
import type { BlendPart, FittedModel, NamedArray } from '../scoring/spec.ts';
import { predictColdFactors } from './cold-start.ts';

/** What to fit: algorithms with their parameters and, where there are several, how they are blended. */
export interface Recipe {
  name: string;
  kind: ModelKind;
  parts: RecipePart[];
}

export interface RecipePart {
  algorithm: AlgorithmDefinition;
  params: Params;
  weight: number;
  trust: number;
}

export const alone = (algorithm: AlgorithmDefinition, params: Params): Recipe => ({
  name: algorithm.name,
  kind: algorithm.kind,
  parts: [{ algorithm, params, weight: 1, trust: 0 }],
});

export interface FitRecipeInput {
  context: TrainingContext;
  recipe: Recipe;
  matrix: Interactions;
  signal: AbortSignal;
  /** Parts that are fitted already, by their place in the recipe. */
  models?: (FittedModel | undefined)[];
  onProgress(share: number, message?: string): void;
}

/** Fits the parts one after the other; a blend's arrays carry the name of their part. */
export async function fitRecipe(input: FitRecipeInput): Promise<FittedModel> {
  const { context, recipe, matrix, signal } = input;
  const count = recipe.parts.length;
  const fitted: { name: string; part: RecipePart; model: FittedModel }[] = [];
  for (const [index, part] of recipe.parts.entries()) {
    const onProgress = (share: number, message?: string) => input.onProgress((index + share) / count, message);
    const known = input.models?.[index];
    const model = known ?? (await part.algorithm.fit({ context, matrix, params: part.params, signal, onProgress }));
    checkFinite(part.algorithm, model);
    fitted.push({ name: `${index}-${part.algorithm.name}`, part, model });
  }
  if (count === 1) return fitted[0].model;
  for (const { model } of fitted) await predictColdFactors(context, matrix, model);
  const parts: BlendPart[] = fitted.map(({ name, part, model }) => ({
    name,
    weight: part.weight,
    trust: part.trust,
    spec: model.spec,
  }));
  const newItems = unmetItems(context);
  const arrays = new Map<string, NamedArray>([
    ['newItems', { dtype: 'int32', shape: [newItems.length], data: newItems }],
    ...fitted.flatMap(({ name, model }) =>
      [...model.arrays].map(([array, data]) => [`${name}/${array}`, data] as const),
    ),
  ]);
  return { spec: { type: 'blend', parts }, arrays };
}

/** The last word on every fit: no model with numbers that are none is measured, let alone served. */
function checkFinite({ name }: AlgorithmDefinition, { arrays }: FittedModel): void {
  for (const array of arrays.values()) {
    if (array.dtype !== 'float32') continue;
    for (const value of array.data) {
      if (!Number.isFinite(value)) throw new DivergedError(`${name} left the finite numbers with these parameters.`);
    }
  }
}

/**
 * Items that nobody has met in all of the data, not even to dislike them. An item whose only interactions are held out
 * for measuring is none of these, so that what is measured is what the finished model does.
 */
export function unmetItems({ dataset, items }: TrainingContext): Uint32Array {
  const met = new Uint8Array(items);
  for (const item of dataset.matrix.indices) met[item] = 1;
  return Uint32Array.from(met.keys()).filter((item) => met[item] === 0);
}
