import { type Change, changeRetentionMs, type Db, readChanges } from '@curio/db';
import type { Logger } from 'pino';

export interface ChangePoller {
  /** Begins to report the changes of a project: those that are committed after it has resolved, at least. */
  follow(projectNumber: number): Promise<void>;
  unfollow(projectNumber: number): void;
  /** Milliseconds since the last poll that succeeded began; 0 while no project is followed. */
  lagMs(): number;
  /** False from a poll that failed to one that succeeds. */
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
/** Half of the time for which changes are kept, so that a slow clock loses none. */
const maxAwayMs = changeRetentionMs / 2;

/** Polls while a project is followed. */
export function createChangePoller({ db, log, apply, reset }: ChangePollerOptions): ChangePoller {
  const followed = new Set<number>();
  let since: { taken: string; at: number } | undefined;
  let polling: Promise<void> | undefined;
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

  function pollNow(): Promise<void> {
    clearTimeout(timer);
    polling = poll()
      .then(
        () => {
          if (failures > 0) log.info('the change feed is read again');
          failures = 0;
        },
        (error: unknown) => {
          if (failures++ === 0 && !closed) log.warn({ err: error }, 'the change feed cannot be read; trying again');
          throw error;
        },
      )
      .finally(() => {
        polling = undefined;
        if (closed || (followed.size === 0 && failures === 0)) return;
        timer = setTimeout(pollLater, Math.min(pollMs * 2 ** Math.min(failures, 8), maxBackoffMs));
        timer.unref();
      });
    return polling;
  }

  const pollLater = () => void pollNow().catch(() => undefined);

  return {
    async follow(projectNumber) {
      const isFirst = followed.size === 0;
      followed.add(projectNumber);
      // A poll that is under way does not ask for this project, and passes over what is committed until it ends.
      if (polling) await polling.catch(() => undefined);
      // While nothing was followed, nothing was polled: the next poll must not report changes since then.
      if (isFirst) since = undefined;
      if (!since) await pollNow();
    },
    unfollow(projectNumber) {
      followed.delete(projectNumber);
    },
    lagMs: () => (since && followed.size > 0 ? Date.now() - since.at : 0),
    isAvailable: () => failures === 0,
    async close() {
      closed = true;
      clearTimeout(timer);
      await polling?.catch(() => undefined);
    },
  };
}

/** The upper end of a snapshot, "xmin:xmax:…": the first transaction that had not begun. */
const nextTransaction = (snapshot: string): number => Number(snapshot.split(':')[1]);
