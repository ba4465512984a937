import type { Change, ChangeKind } from '@curio/db';
import type { Projects } from '../project/projects.ts';
import type { ProjectRef } from '../state/project.ts';
import type { UserStates } from '../users/user-states.ts';
import type { ChangePoller } from './change-poller.ts';

export interface ChangeFeed {
  /**
   * Applies a committed write of this process to its memory without waiting for the feed: when it resolves, the next answer
   * counts the write. `ids` are of users or items; see ChangeKind. Never rejects: what cannot be read now is read later.
   */
  applyLocal(project: ProjectRef, kind: ChangeKind, ids?: Iterable<string>): Promise<void>;
  /** Milliseconds since the last poll that succeeded began; 0 while no project is in memory. */
  lagMs(): number;
  /** False while Postgres cannot be read: answers come from what is in memory. */
  isAvailable(): boolean;
  /** Ends the polling. */
  close(): Promise<void>;
}

interface Memory {
  projects: Projects;
  users: UserStates;
}

export function createChangeFeed(poller: ChangePoller, memory: Memory): ChangeFeed {
  return {
    async applyLocal(project, kind, ids = []) {
      const known = memory.projects.peek(project);
      if (known) await applyChange(memory, { projectNumber: known.number, kind, ids: [...ids] });
    },
    lagMs: poller.lagMs,
    isAvailable: poller.isAvailable,
    close: poller.close,
  };
}

/** Users are dropped before it returns; see `Projects.apply` for the rest. */
export function applyChange({ projects, users }: Memory, change: Change): Promise<void> {
  const { projectNumber, kind, ids } = change;
  if (kind === 'user') users.forget(projectNumber, ids.length > 0 ? ids : undefined);
  if (kind === 'catalogue') users.forget(projectNumber);
  return projects.apply(change);
}
