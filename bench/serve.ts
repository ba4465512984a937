/** Speed of recommendations: of a loaded model, of whole requests over HTTP, and of requests compared with a bare route. */
import { buildKernels } from '../scripts/build/kernels.ts';
import { speedOfLoading } from './load-model.ts';
import type { Log } from './measure.ts';
import { speedOfServing } from './serve-engine.ts';
import { speedOfGenerated } from './serve-generated.ts';
import { speedOfRequests } from './serve-http.ts';

/** Parts in the order of their time: seconds for the first, minutes for the last. */
const parts = ['engine', '10k', 'events', 'visible', 'swap', 'datasets', '100k', '1m'] as const;
const usual = ['engine', '10k', 'events', 'visible', 'swap', 'datasets', '100k'];

/** Prints one row per measurement and returns the figures as one flat object; `CURIO_BENCH_SERVE=10k,events` chooses parts. */
export async function run({ dataDir, log }: { dataDir: string; log: Log }): Promise<Record<string, number>> {
  await buildKernels();
  const chosen = new Set(process.env.CURIO_BENCH_SERVE?.split(',') ?? usual);
  for (const part of chosen) {
    if (!parts.some((name) => name === part)) throw new Error(`There is no part "${part}": ${parts.join(', ')}.`);
  }
  return {
    ...(chosen.has('engine') ? { ...(await speedOfServing(dataDir, log)), ...(await speedOfLoading(log)) } : {}),
    ...(await speedOfGenerated(chosen, log)),
    ...(chosen.has('datasets') ? await speedOfRequests(dataDir, log) : {}),
  };
}
