import { z } from 'zod';
import { algorithms } from './algorithms.ts';
import { isStorable } from './own-id.ts';

export const modelStatuses = ['queued', 'training', 'ready', 'failed', 'cancelled'] as const;
export type ModelStatus = (typeof modelStatuses)[number];

/** Versions are counted 1, 2, 3 in each project, in an integer of Postgres. */
export const modelVersion = z
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1);

export const trainInput = z
  .strictObject({
    algorithm: z.enum(algorithms).default('auto'),
    budgetSeconds: z.number().int().min(1).max(86_400).default(300).describe('Training time that `auto` may spend'),
    params: z
      .record(z.string().refine(isStorable), z.union([z.number(), z.string().refine(isStorable), z.boolean()]))
      .optional(),
    seed: z.number().int().min(0).max(0xffffffff).default(1),
  })
  .meta({ id: 'TrainModel' });
export type TrainInput = z.infer<typeof trainInput>;

export const estimateSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });
export const metricsSchema = z.record(z.string(), estimateSchema);

export const modelSchema = z
  .object({
    version: z.number().int(),
    status: z.enum(modelStatuses),
    kind: z.enum(['baseline', 'content', 'collaborative', 'hybrid']).nullable(),
    algorithm: z.string().describe('What was asked for until ready, then what was chosen'),
    requested: trainInput,
    params: z.record(z.string(), z.unknown()).nullable(),
    alias: z.enum(['live', 'previous']).nullable(),
    progress: z.object({ stage: z.string(), percent: z.number(), message: z.string().nullable() }),
    metrics: metricsSchema.nullable(),
    baseline: z.object({ algorithm: z.string(), metrics: metricsSchema }).nullable(),
    candidates: z.array(
      z.object({
        algorithm: z.string(),
        params: z.record(z.string(), z.unknown()),
        seconds: z.number(),
        metrics: metricsSchema,
      }),
    ),
    explanation: z.array(z.string()).describe('In plain words: what was tried and why this one'),
    gate: z.object({ passed: z.boolean(), why: z.string() }).nullable(),
    snapshot: z
      .object({
        hash: z.string().describe('SHA-256 of the exact rows trained on'),
        items: z.number().int(),
        users: z.number().int(),
        interactions: z.number().int(),
        takenAt: z.iso.datetime(),
      })
      .nullable(),
    artifact: z.object({ bytes: z.number().int(), sha256: z.string() }).nullable(),
    log: z.array(z.object({ at: z.iso.datetime(), stage: z.string(), message: z.string() })),
    problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
    createdAt: z.iso.datetime(),
    trainedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Model' });
export type Model = z.infer<typeof modelSchema>;
