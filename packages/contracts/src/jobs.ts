import { z } from 'zod';
import { importTasks } from './imports.ts';

/** Payloads by queue: ids only, so that a job is never out of date with its row. */
export const jobPayloads = {
  'import.apply': z.object({
    workspaceId: z.string(),
    projectId: z.string(),
    importId: z.string(),
    task: z.enum(importTasks).default('apply'),
  }),
  'model.train': z.object({ workspaceId: z.string(), projectId: z.string(), version: z.number().int() }),
  'project.delete': z.object({ workspaceId: z.string(), projectId: z.string() }),
  'webhook.deliver': z.object({ workspaceId: z.string(), projectId: z.string(), deliveryId: z.string() }),
} as const;

export type JobName = keyof typeof jobPayloads;
export type JobPayload<N extends JobName> = z.infer<(typeof jobPayloads)[N]>;
