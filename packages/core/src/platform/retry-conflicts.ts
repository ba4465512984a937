import { setTimeout as delay } from 'node:timers/promises';

/** SQLSTATE of a deadlock and of a serialisation failure: PostgreSQL rolled the transaction back, and it can be repeated. */
const conflicts = new Set<unknown>(['40P01', '40001']);
const maxAttempts = 5;
const maxDelayMs = 50;

/** Runs a transaction again after a conflict with another one, at most five times in all. */
export async function retryConflicts<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction();
    } catch (error) {
      if (attempt === maxAttempts || !(error instanceof Error && 'code' in error && conflicts.has(error.code)))
        throw error;
      // Random, so that two transactions do not meet again.
      await delay(Math.random() * maxDelayMs * attempt);
    }
  }
}
