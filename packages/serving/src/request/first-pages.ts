import type { RecommendInput } from '@curio/contracts';
import { LRUCache } from 'lru-cache';
import type { ProjectRef } from '../state/project.ts';
import { listOf, type Position } from './cursor.ts';

/** When lists that are paged by offset began: a cursor carries it, an offset does not. */
export interface FirstPages {
  /** The time (seconds since 1970) that the list is ranked as of: that of its first page where it is known, else `now`. */
  asOf(project: ProjectRef, input: RecommendInput, position: Position, now: number): number;
}

/** A user who pages more slowly sees the list as it is then. */
const ttlMs = 10 * 60_000;
const maxCharacters = 4 << 20;

export function createFirstPages(): FirstPages {
  const times = new LRUCache<string, number>({
    ttl: ttlMs,
    maxSize: maxCharacters,
    sizeCalculation: (_time, key) => key.length,
  });
  return {
    asOf({ workspaceId, projectId }, input, { offset }, now) {
      const key = `${workspaceId}/${listOf(projectId, input)}`;
      if (offset > 0) return times.get(key) ?? now;
      times.set(key, now);
      return now;
    },
  };
}
