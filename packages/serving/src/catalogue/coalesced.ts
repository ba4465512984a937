/**
 * Runs `work` one at a time. A call returns a run that begins after it: calls during a run share the next one. So a caller
 * that knows of a change gets a reading that sees it, however many callers there are.
 */
export function coalesced(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  function start(): Promise<void> {
    const run = work();
    running = run;
    const ended = () => {
      if (running === run) running = undefined;
    };
    run.then(ended, ended);
    return run;
  }

  return () => {
    if (next) return next;
    if (!running) return start();
    next = running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return start();
      });
    return next;
  };
}
