import { type FitRecipeInput, fitRecipe } from '../ensemble/fit-model.ts';
import type { FittedModel } from '../scoring/spec.ts';

export interface TimeLimit {
  /** Milliseconds. */
  now(): number;
  /** By `now`; a fit that reports progress later than that is stopped. */
  deadline: number;
  /** A fit that would end too late by this is not begun. */
  expectedSeconds?: number;
}

/** The fitted recipe; undefined where the time does not suffice. */
export async function fitInTime(input: FitRecipeInput, limit: TimeLimit): Promise<FittedModel | undefined> {
  const { now, deadline, expectedSeconds = 0 } = limit;
  if (now() + 1000 * expectedSeconds > deadline) return undefined;
  const late = new AbortController();
  try {
    return await fitRecipe({
      ...input,
      signal: AbortSignal.any([input.signal, late.signal]),
      onProgress: (share, message) => {
        if (now() > deadline) late.abort();
        input.onProgress(share, message);
      },
    });
  } catch (error) {
    if (late.signal.aborted && !input.signal.aborted) return undefined;
    throw error;
  }
}
