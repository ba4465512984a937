/** Speed of recommendations: of a loaded model, and of whole requests over HTTP. */
import { buildKernels } from '../scripts/build/kernels.ts';
import type { Log } from './measure.ts';
import { speedOfServing } from './serve-engine.ts';
import { speedOfRequests } from './serve-http.ts';

/** Prints one row per measurement and returns the figures as one flat object. */
export async function run({ dataDir, log }: { dataDir: string; log: Log }): Promise<Record<string, number>> {
  await buildKernels();
  return { ...(await speedOfServing(dataDir, log)), ...(await speedOfRequests(dataDir, log)) };
}
