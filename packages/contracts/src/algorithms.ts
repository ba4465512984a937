import { z } from 'zod';

/** One parameter of an algorithm: bounds for validation, label and symbol for display as "label (symbol)". */
export const parameterSchema = z
  .object({
    name: z.string().describe('Key in `params` of a training'),
    label: z.string(),
    symbol: z.string().nullable().describe('Symbol in the literature, such as λ'),
    description: z.string(),
    type: z.enum(['number', 'integer', 'choice']),
    default: z.union([z.number(), z.string()]),
    min: z.number().nullable(),
    max: z.number().nullable(),
    choices: z.array(z.string()).nullable(),
    tuned: z.boolean().describe('Whether `auto` searches for its value'),
  })
  .meta({ id: 'Parameter' });
export type Parameter = z.infer<typeof parameterSchema>;

/** An entry of the engine's registry of algorithms, as `GET /v1/algorithms` lists it. */
export const algorithmSchema = z
  .object({
    name: z.string().describe('Value of `algorithm` in a training'),
    label: z.string(),
    kind: z.enum(['baseline', 'content', 'collaborative', 'hybrid']).nullable().describe('null: decided by training'),
    description: z.string(),
    needs: z.object({
      interactions: z.boolean(),
      itemFeatures: z.boolean(),
      maxItems: z.number().int().nullable().describe('Items with interactions, at most'),
    }),
    params: z.array(parameterSchema),
  })
  .meta({ id: 'Algorithm' });
export type Algorithm = z.infer<typeof algorithmSchema>;

export const algorithmListSchema = z.object({ data: z.array(algorithmSchema) }).meta({ id: 'AlgorithmList' });
export type AlgorithmList = z.infer<typeof algorithmListSchema>;
