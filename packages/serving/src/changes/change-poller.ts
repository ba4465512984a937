import { type Change, changeRetentionMs, type Db, readChanges } from '@curio/db';
import type { Logger } from 'pino';
import { coalesced } from '../catalogue/coalesced.ts';

export interface ChangePoller {
  /** Begins to report the changes of a project: those that are committed after it has resolved, at least. */
  follow(projectNumber: number): Promise<void>;
  unfollow(projectNumber: number): void;
  /** Polls without waiting for the next interval. Resolves when what it reports was passed on. */
  pollNow(): Promise<void>;
  /** Milliseconds since the last poll that succeeded began; 0 while no project is followed. */
  lagMs(): number;
  /** False from a poll that failed to one that succeeds, and while polls get no answer. */
  isAvailable(): boolean;
  close(): Promise<void>;
}

export interface ChangePollerOptions {
  db: Db;
  log: Logger;
  /** Receives each change of a followed project once. */
  apply(change: Change): void;
  /** Changes were lost: what is in memory can be outdated. */
  reset(): void;
}

const pollMs = 200;
const maxBackoffMs = 1_000;
/** After so long without a poll that succeeded, queries would wait in vain. */
const stalledMs = 3_000;
/** Half of the time for which changes are kept, so that a slow clock loses none. */
const maxAwayMs = changeRetentionMs / 2;

/** Polls while a project is followed. */
export function createChangePoller({ db, log, apply, reset }: ChangePollerOptions): ChangePoller {
  const followed = new Set<number>();
  let since: { taken: string; at: number } | undefined;
  let pollEnd: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let closed = false;

  /** A poll that fails changes nothing: the next one reads the same changes and the later ones. */
  async function poll(): Promise<void> {
    const startedAt = Date.now();
    if (since && startedAt - since.at > maxAwayMs) startAgain('the change feed was not read for too long');
    const { taken, changes } = await readChanges(db, since?.taken, [...followed]);
    // Another server, or a backup, has other transactions: what it has not yet reported cannot be known.
    const isOlder = since !== undefined && nextTransaction(taken) < nextTransaction(since.taken);
    if (isOlder) startAgain('the database is older than it was');
    since = { taken, at: startedAt };
    if (!isOlder) for (const change of changes) apply(change);
  }

  function startAgain(why: string): void {
    log.warn({ why }, 'memory dropped');
    since = undefined;
    reset();
  }

  const pollNow = coalesced(async () => {
    clearTimeout(timer);
    const polling = poll();
    pollEnd = polling.catch(() => undefined);
    try {
      await polling;
      if (failures > 0) log.info('the change feed is read again');
      failures = 0;
    } catch (error) {
      if (failures++ === 0 && !closed) log.warn({ err: error }, 'the change feed cannot be read; trying again');
      throw error;
    } finally {
      if (!closed && (followed.size > 0 || failures > 0)) {
        clearTimeout(timer);
        timer = setTimeout(pollLater, Math.min(pollMs * 2 ** Math.min(failures, 8), maxBackoffMs));
        timer.unref();
      }
    }
  });

  const lagMs = () => (since && followed.size > 0 ? Date.now() - since.at : 0);

  const pollLater = () => void pollNow().catch(() => undefined);

  return {
    async follow(projectNumber) {
      // While nothing was followed, nothing was polled: the next poll must not report changes since then.
      if (followed.size === 0) since = undefined;
      followed.add(projectNumber);
      // A poll that is under way did not ask for this project, and passes over what is committed until it ends.
      await pollNow();
    },
    pollNow,
    unfollow(projectNumber) {
      followed.delete(projectNumber);
    },
    lagMs,
    isAvailable: () => failures === 0 && lagMs() < stalledMs,
    async close() {
      closed = true;
      clearTimeout(timer);
      // Waits for a poll that is under way.
      await pollEnd;
    },
  };
}

/** The upper end of a snapshot, "xmin:xmax:…": the first transaction that had not begun. */
const nextTransaction = (snapshot: string): number => Number(snapshot.split(':')[1]);
