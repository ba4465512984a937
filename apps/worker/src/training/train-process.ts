import { jobPayloads } from '@curio/contracts';
import { runTraining } from '@curio/core/models/training/run-training';
import { readEnv, stopWith } from '@curio/core/platform/env';
import { openServices } from '@curio/core/platform/services';
import { inSpan } from '@curio/core/platform/tracing/tracing';
import { workerEnv } from '../config/env.ts';

/**
 * The process that trains one model version: its payload is its first argument, the `traceparent` of its job the second; its
 * parent's end is its end.
 */
async function main(): Promise<void> {
  const env = readEnv(workerEnv, process.env);
  const payload = jobPayloads['model.train'].parse(JSON.parse(process.argv[2] ?? ''));
  const cancelled = new AbortController();
  process.on('message', () => cancelled.abort());
  process.on('disconnect', () => process.exit(1));

  const services = await openServices({ ...env, CURIO_DB_POOL: 2 }, 'training');
  const limits = { threads: env.CURIO_TRAINING_THREADS, memoryLimitBytes: env.CURIO_TRAINING_MEMORY_MB * 2 ** 20 };
  const context = { ...services, workspaceId: payload.workspaceId, actor: { kind: 'system' as const } };
  const span = { name: 'train', kind: 'internal' as const, traceparent: process.argv[3] };
  try {
    await inSpan(services.tracing, span, () => runTraining(context, payload, limits, cancelled.signal));
  } finally {
    await services.tracing?.close();
  }
  await services.close();
  process.exit(0);
}

main().catch((error: unknown) => stopWith(error instanceof Error ? (error.stack ?? error) : error));
