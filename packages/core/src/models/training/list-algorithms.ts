import { type Algorithm, type AlgorithmList, type Parameter, trainInput } from '@curio/contracts';
import { type AlgorithmDefinition, algorithms, type ParamDescription } from '@curio/engine/algorithms';
import { z } from 'zod';

const names = ['auto', ...algorithms.map(({ name }) => name)] as const;

/** The body of a training request: `algorithm` is `auto` or the name of a registered algorithm. */
export const trainRequest = trainInput.extend({ algorithm: z.enum(names).default('auto') }).meta({
  id: 'TrainModel',
  examples: [{ algorithm: 'auto', budgetSeconds: 120 }],
});

const auto: Algorithm = {
  name: 'auto',
  label: 'Automatic',
  kind: null,
  description: 'Compares the algorithms that suit the data within the time budget, tunes them and keeps the best.',
  needs: { interactions: false, itemFeatures: false, maxItems: null },
  params: [],
};

/** All values of `algorithm`, `auto` first, with their parameters. The same for every workspace. */
export function listAlgorithms(): AlgorithmList {
  return { data: [auto, ...algorithms.map(toAlgorithm)] };
}

function toAlgorithm({ name, label, kind, description, needs, params }: AlgorithmDefinition): Algorithm {
  return {
    name,
    label,
    kind,
    description,
    needs: { ...needs, maxItems: needs.maxItems ?? null },
    params: Object.entries(params).map(([param, definition]) => toParameter(param, definition)),
  };
}

function toParameter(name: string, definition: ParamDescription): Parameter {
  const { label, symbol = null, description, type, fixed = false } = definition;
  const bounds =
    definition.type === 'choice'
      ? { default: definition.default, min: null, max: null, choices: [...definition.choices] }
      : { default: definition.default, min: definition.min, max: definition.max, choices: null };
  return { name, label, symbol, description, type, ...bounds, tuned: !fixed };
}
