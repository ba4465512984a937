import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long steps follow each other before other work of the process has its turn, in milliseconds. */
const turnMs = 10;

/** Runs all steps in one call. */
export function runSteps<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Runs the steps; between them, requests of others are answered: a file of a thousand columns takes a second. */
export async function inTurns<T>(steps: Generator<void, T>): Promise<T> {
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - since < turnMs) continue;
    await nextTurn();
    since = performance.now();
  }
}
