import { z } from 'zod';
import { failureSchema } from './problem.ts';
import { pgText } from './text.ts';
import {
  coldItemsSchema,
  incumbentSchema,
  metricsSchema,
  segmentSchema,
  trainingEventSchema,
} from './training-report.ts';

export const modelStatuses = ['queued', 'training', 'ready', 'failed', 'cancelled'] as const;
export type ModelStatus = (typeof modelStatuses)[number];

/** Versions are counted 1, 2, 3 in each project, in an integer of Postgres. */
export const modelVersion = z
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1);

/** The API narrows `algorithm` to the names of `GET /v1/algorithms`, which come from the engine. */
export const trainInput = z.strictObject({
  algorithm: pgText.max(64).default('auto').describe('`auto`, or a name of `GET /v1/algorithms`'),
  budgetSeconds: z.number().int().min(1).max(86_400).default(300).describe('Training time that `auto` may spend'),
  params: z
    .record(pgText, z.union([z.number(), pgText, z.boolean()]))
    .optional()
    .describe('Parameters of the named algorithm. Not allowed with `auto`, which chooses them'),
  seed: z.number().int().min(0).max(0xffffffff).default(1),
});
export type TrainInput = z.infer<typeof trainInput>;

/** JSON columns of a model version. */
export const leaderboardEntrySchema = z.object({
  algorithm: z.string(),
  params: z.record(z.string(), z.unknown()),
  seconds: z.number(),
  metrics: metricsSchema,
});
export const modelProgressSchema = z.object({ stage: z.string(), percent: z.number(), message: z.string().nullable() });
export const modelLogEntrySchema = z.object({ at: z.iso.datetime(), stage: z.string(), message: z.string() });
export const gateResultSchema = z.object({ passed: z.boolean(), why: z.string() });
export const snapshotSchema = z.object({
  hash: z.string().describe('SHA-256 of the exact rows trained on'),
  items: z.number().int(),
  users: z.number().int(),
  interactions: z.number().int(),
  takenAt: z.iso.datetime(),
});
export type LeaderboardEntry = z.infer<typeof leaderboardEntrySchema>;
export type ModelProgress = z.infer<typeof modelProgressSchema>;
export type ModelLogEntry = z.infer<typeof modelLogEntrySchema>;
export type GateResult = z.infer<typeof gateResultSchema>;
export type Snapshot = z.infer<typeof snapshotSchema>;

export const modelKinds = ['baseline', 'content', 'collaborative', 'hybrid'] as const;

export const modelSchema = z
  .object({
    version: z.number().int(),
    status: z.enum(modelStatuses),
    kind: z.enum(modelKinds).nullable(),
    algorithm: z.string().describe('What was asked for until ready, then what was chosen'),
    requested: trainInput,
    params: z.record(z.string(), z.unknown()).nullable(),
    alias: z.enum(['live', 'previous']).nullable(),
    progress: modelProgressSchema,
    metrics: metricsSchema.nullable(),
    baseline: z
      .object({
        algorithm: z.string(),
        metrics: metricsSchema,
        difference: metricsSchema
          .optional()
          .describe('The version minus the baseline, with a paired bootstrap interval'),
      })
      .nullable(),
    incumbent: incumbentSchema.nullable().describe('The version that was live when this one was trained'),
    segments: z.array(segmentSchema.extend({ label: z.string() })),
    coldItems: coldItemsSchema.nullable().describe('Null where no item has features, or the time did not suffice'),
    leaderboard: z.array(leaderboardEntrySchema).describe('Every trial, measured on the validation rows'),
    report: z.array(trainingEventSchema).describe('What happened during the training, in its order'),
    explanation: z.array(z.string()).describe('The report in words'),
    backend: z.string().nullable().describe('TensorFlow.js\'s backend; "kernels" where no tensor was needed'),
    gate: gateResultSchema.nullable(),
    snapshot: snapshotSchema.nullable(),
    artifact: z.object({ bytes: z.number().int(), sha256: z.string() }).nullable(),
    log: z.array(modelLogEntrySchema),
    problem: failureSchema.nullable(),
    createdAt: z.iso.datetime(),
    trainedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Model' });
export type Model = z.infer<typeof modelSchema>;

/** A model version in a list: without its log, leaderboard and explanation. */
export const modelSummarySchema = modelSchema
  .omit({ log: true, leaderboard: true, report: true, segments: true, explanation: true })
  .meta({ id: 'ModelSummary' });
export type ModelSummary = z.infer<typeof modelSummarySchema>;
