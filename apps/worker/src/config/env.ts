import { availableParallelism, totalmem } from 'node:os';
import { servicesEnv } from '@curio/core/platform/env';
import { z } from 'zod';

const count = z.coerce.number({ error: 'must be a whole number, 1 or more' }).int().min(1);

/** Of the machine, or of the container where it has been given less. */
const bytes = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);

/** Everything that the worker takes from its environment. */
export const workerEnv = servicesEnv.extend({
  CURIO_IMPORTS_AT_ONCE: count.default(2),
  CURIO_TRAININGS_AT_ONCE: count.default(1),
  CURIO_KEEP_UPLOADS_DAYS: count.default(30),
  CURIO_KEEP_REJECTIONS_DAYS: count.default(90),
  CURIO_KEEP_UNDO_DAYS: count.default(30),
  CURIO_KEEP_DELIVERIES_DAYS: count.default(30),
  CURIO_KEEP_LOGS_DAYS: count.default(90),
  CURIO_KEEP_REQUESTS_DAYS: count.default(7),
  CURIO_TRAINING_THREADS: count.default(Math.max(1, availableParallelism())),
  /** What one training may take; its process is ended beyond. */
  CURIO_TRAINING_MEMORY_MB: count.default(Math.max(512, Math.floor(bytes / 2 ** 20 / 2))),
  /** Port of the debugger in a training's process; none if not set. */
  CURIO_TRAINING_INSPECT_PORT: count.optional(),
});
export type WorkerEnv = z.infer<typeof workerEnv>;
