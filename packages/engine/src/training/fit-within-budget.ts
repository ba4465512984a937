import { DivergedError } from '../data/errors.ts';
import { type FitModelInput, fitModel } from '../ensemble/fit-model.ts';
import type { FittedModel } from '../scoring/spec.ts';
import type { Budget } from './budget.ts';

/**
 * The fitted model; undefined where the time does not suffice. A fit that is expected to end too late is not begun, and
 * one that reports progress after the end of the budget is stopped.
 */
export async function fitWithinBudget(
  input: FitModelInput,
  budget: Budget,
  expectedSeconds = 0,
): Promise<FittedModel | undefined> {
  if (!budget.allows(expectedSeconds)) return undefined;
  const late = new AbortController();
  try {
    return await fitModel({
      ...input,
      signal: AbortSignal.any([input.signal, late.signal]),
      onProgress: (share, message) => {
        if (budget.isSpent) late.abort();
        input.onProgress(share, message);
      },
    });
  } catch (error) {
    if (late.signal.aborted && !input.signal.aborted) return undefined;
    throw error;
  }
}

/** The same, where a fit that diverges is as good as none. */
export async function fitIfPossible(...args: Parameters<typeof fitWithinBudget>): Promise<FittedModel | undefined> {
  try {
    return await fitWithinBudget(...args);
  } catch (error) {
    if (error instanceof DivergedError) return undefined;
    throw error;
  }
}
