import { CurioError } from './errors.ts';

/** Runs the works of one key one after the other; those of different keys do not wait for each other. */
export type TakeTurns = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/**
 * For reads that occupy a connection for long: one tenant cannot occupy all of them.
 * @param maxWaiting works of one key that wait at most; more are refused as unavailable
 */
export function createTurns(maxWaiting: number): TakeTurns {
  const lines = new Map<string, { waiting: number; last: Promise<unknown> }>();
  return async (key, work) => {
    const line = lines.get(key) ?? { waiting: 0, last: Promise.resolve() };
    if (line.waiting >= maxWaiting)
      throw new CurioError('unavailable', 'Too many such requests wait at the moment. Try again shortly.');
    lines.set(key, line);
    line.waiting++;
    const result = line.last.then(work);
    // A work that fails does not fail the next one.
    line.last = result.catch(() => undefined);
    try {
      return await result;
    } finally {
      line.waiting--;
      if (line.waiting === 0) lines.delete(key);
    }
  };
}
