import cluster from 'node:cluster';
import { AggregatorRegistry, type Registry } from 'prom-client';
import { z } from 'zod';
import type { MetricsText } from '../metrics/serve-metrics.ts';

// Messages between a process that was asked for the measurements of all, and the primary process, which collects them.
const question = z.object({ type: z.literal('curio:metrics'), id: z.number() });
const reply = z.object({ type: z.literal('curio:metrics-reply'), id: z.number(), text: z.string().nullable() });

const timeoutMs = 10_000;

/** In the primary process: the measurements of all processes as one text. Also answers the processes that ask for it. */
export function collectFromProcesses(): MetricsText {
  const aggregated = new AggregatorRegistry();
  cluster.on('message', (worker, message: unknown) => {
    const asked = question.safeParse(message);
    if (!asked.success) return;
    const { id } = asked.data;
    const answer = (text: string | null) => {
      if (worker.isConnected()) worker.send({ type: 'curio:metrics-reply', id, text });
    };
    aggregated.clusterMetrics().then(answer, () => answer(null));
  });
  return { contentType: aggregated.contentType, read: () => aggregated.clusterMetrics() };
}

/** In a process of several: what the primary process collects from all of them, this one included. */
export function metricsOfAll(registry: Registry): MetricsText {
  AggregatorRegistry.setRegistries(registry);
  // Listens for the primary's question.
  const { contentType } = new AggregatorRegistry();
  const waiting = new Map<number, (text: string | null) => void>();
  let last = 0;
  process.on('message', (message) => {
    const answered = reply.safeParse(message);
    if (answered.success) waiting.get(answered.data.id)?.(answered.data.text);
  });
  return {
    contentType,
    read: () =>
      new Promise((resolve, reject) => {
        const id = ++last;
        const finish = (text: string | null) => {
          clearTimeout(timer);
          waiting.delete(id);
          if (text === null) reject(new Error('The measurements of the other processes did not arrive.'));
          else resolve(text);
        };
        const timer = setTimeout(finish, timeoutMs, null);
        waiting.set(id, finish);
        process.send?.({ type: 'curio:metrics', id });
      }),
  };
}
