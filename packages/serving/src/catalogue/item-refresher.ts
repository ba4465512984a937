import { coalesced } from './coalesced.ts';

/** Reads changed items one batch after the other; ids that come meanwhile gather for the next batch. */
export interface ItemRefresher {
  /** Resolves when a reading that began after the call is applied; rejects where it failed, and it is tried again later. */
  refresh(itemIds: Iterable<string>): Promise<void>;
  /** Resolves when the reading that is under way has ended. */
  idle(): Promise<void>;
  /** Ends the repetition of failed readings. */
  close(): void;
}

const maxBatch = 5_000;
const retryMs = 500;

export function createItemRefresher(
  read: (itemIds: readonly string[]) => Promise<void>,
  onError: (error: unknown) => void,
): ItemRefresher {
  let pending = new Set<string>();
  let reading: Promise<void> = Promise.resolve();
  let closed = false;

  async function readPending(): Promise<void> {
    const ids = [...pending];
    pending = new Set();
    for (let at = 0; at < ids.length; at += maxBatch) {
      try {
        await read(ids.slice(at, at + maxBatch));
      } catch (error) {
        for (const id of ids.slice(at)) pending.add(id);
        if (!closed) {
          onError(error);
          setTimeout(retry, retryMs).unref();
        }
        throw error;
      }
    }
  }

  const run = coalesced(() => {
    reading = readPending();
    return reading;
  });

  function retry(): void {
    if (!closed && pending.size > 0) run().catch(() => undefined);
  }

  return {
    refresh(itemIds) {
      for (const id of itemIds) pending.add(id);
      return pending.size === 0 ? Promise.resolve() : run();
    },
    idle: () => reading.catch(() => undefined),
    close() {
      closed = true;
    },
  };
}
