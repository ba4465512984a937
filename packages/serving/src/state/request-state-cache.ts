import type { RecommendInput } from '@curio/contracts';
import type { Db } from '@curio/db';
import { type RequestState, readRequest } from './read-request-state.ts';

type Project = { workspaceId: string; projectId: string };
type Asked = Pick<RecommendInput, 'userId' | 'itemTitle'>;

export interface RequestCache {
  /** As `readRequest`, at most once in half a second for the same question: a page asks for several lists at a time. */
  read(project: Project, asked: Asked): Promise<RequestState | undefined>;
  /** What these users do next is read anew. */
  forget(project: Project, userIds: Iterable<string>): void;
}

// An event must show within a second on every replica; this process forgets at once.
const believedForMs = 500;
// Entries are small but for long histories: this bounds both, at some ten megabytes.
const eventsHeld = 100_000;

export function createRequestCache(db: Db): RequestCache {
  const known = new Map<string, { until: number; size: number; state: Promise<RequestState | undefined> }>();
  let held = 0;
  const keyOf = ({ workspaceId, projectId }: Project, { userId, itemTitle }: Asked) =>
    JSON.stringify([workspaceId, projectId, userId ?? null, itemTitle ?? null]);

  function drop(key: string): void {
    held -= known.get(key)?.size ?? 0;
    known.delete(key);
  }

  return {
    read(project, asked) {
      const key = keyOf(project, asked);
      const now = Date.now();
      const fresh = known.get(key);
      if (fresh && fresh.until >= now) return fresh.state;
      drop(key);
      const entry = { until: now + believedForMs, size: 1, state: readRequest(db, project, asked) };
      known.set(key, entry);
      held++;
      entry.state.then(
        (state) => {
          if (known.get(key) !== entry) return;
          // Whoever waits for their first model sees it at once.
          if (!state || state.liveVersion === null) return drop(key);
          entry.size += state.history.length;
          held += state.history.length;
          // The oldest first: a map keeps the order in which its keys came.
          for (const [old, { until }] of known) {
            if (held <= eventsHeld && until >= Date.now()) break;
            drop(old);
          }
        },
        () => drop(key),
      );
      return entry.state;
    },
    forget(project, userIds) {
      for (const userId of userIds) drop(keyOf(project, { userId }));
    },
  };
}
