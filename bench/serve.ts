/** How fast recommendations are served: by a loaded model alone, and over HTTP with everything that belongs to it. */
import { buildKernels } from '../scripts/build/kernels.ts';
import type { Log } from './measure.ts';
import { speedOfServing } from './serve-engine.ts';
import { speedOfRequests } from './serve-http.ts';

/** Prints one row per measurement and returns the figures as one flat object. */
export async function run({ dataDir, log }: { dataDir: string; log: Log }): Promise<Record<string, number>> {
  await buildKernels();
  return { ...(await speedOfServing(dataDir, log)), ...(await speedOfRequests(dataDir, log)) };
}
