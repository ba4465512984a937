import type { IncomingMessage } from 'node:http';
import { tooSlow } from './read-body.ts';

/** In each window of waiting for the sender, at least `minBytes` must arrive. */
export interface MinimumRate {
  minBytes: number;
  windowMs: number;
}

/**
 * The chunks of a body that may take as long as it needs, while it arrives at the minimum rate. Only the time in which
 * this waits for the sender counts: a slow disk of ours does not make an upload fail.
 */
export async function* limitRate(incoming: IncomingMessage, rate: MinimumRate): AsyncGenerator<Uint8Array> {
  // The socket must outlive an early end: the answer still goes through it.
  const chunks = incoming.iterator({ destroyOnReturn: false });
  let received = 0;
  let waitedMs = 0;
  try {
    for (;;) {
      const started = performance.now();
      const next = chunks.next();
      while (!(await settledWithin(next, rate.windowMs - waitedMs))) {
        if (received < rate.minBytes) throw tooSlow();
        received = 0;
        waitedMs = 0;
      }
      waitedMs += performance.now() - started;
      const { done, value } = await next;
      if (done) return;
      received += value.length;
      if (waitedMs >= rate.windowMs) {
        if (received < rate.minBytes) throw tooSlow();
        received = 0;
        waitedMs = 0;
      }
      yield value;
    }
  } finally {
    // Not awaited: it ends only after the pending read, which a sender that has stopped never ends.
    chunks.return?.(undefined).catch(() => undefined);
  }
}

async function settledWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, ms), false);
  });
  const settled = promise.then(
    () => true,
    () => true,
  );
  return Promise.race([settled, timeout]).finally(() => clearTimeout(timer));
}
