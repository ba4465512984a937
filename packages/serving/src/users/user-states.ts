import { type Db, isDatabaseUnavailable } from '@curio/db';
import { LRUCache } from 'lru-cache';
import type { ProjectMemory } from '../project/project-memory.ts';
import { readSeenRows } from './read-seen-rows.ts';
import { createUserReader } from './user-reader.ts';
import { emptyUserState, type UserState } from './user-state.ts';

export interface UserStates {
  /**
   * From memory, or by a query that concurrent requests share. A user without rows has an empty state. Where Postgres
   * cannot be reached, the state is empty and `unavailable`; other errors reject.
   */
  read(project: ProjectMemory, userId: string): Promise<UserState>;
  /** The state where it is in memory. */
  peek(project: ProjectMemory, userId: string): UserState | undefined;
  /**
   * Rows of every item with which the user has ever interacted otherwise than by an impression, in any order, for users
   * whose state is truncated. Read once per state; where Postgres cannot be reached, those of the state.
   */
  readSeen(project: ProjectMemory, userId: string, state: UserState): Promise<Int32Array>;
  /** Drops these users, or without ids all users of the project: the next request reads them again. */
  forget(projectNumber: number, userIds?: readonly string[]): void;
}

export interface UserStatesOptions {
  db: Db;
  /** Bound of all states together. */
  maxMegabytes: number;
  /** Whether a query can be expected to succeed: false saves waiting for it. */
  isAvailable(): boolean;
}

const megabyte = 2 ** 20;
/**
 * Approximate heap bytes of a state with its arrays, its key and the vectors that a model keeps of it, of an event with its weight,
 * and of a character of the fields.
 */
const stateBytes = 2_400;
const eventBytes = 30;
const characterBytes = 2;

/** Keeps users in memory, least recently used dropped first. There is no TTL: a change of a user drops its state. */
export function createUserStates({ db, maxMegabytes, isAvailable }: UserStatesOptions): UserStates {
  const states = new LRUCache<string, UserState>({
    maxSize: Math.floor(maxMegabytes * megabyte),
    sizeCalculation: ({ rows, fields }) =>
      stateBytes + rows.length * eventBytes + JSON.stringify(fields).length * characterBytes,
  });
  const reading = new Map<string, Promise<UserState>>();
  /** Lists of seen items, which are as old as their state and end with it. */
  const seen = new WeakMap<UserState, Promise<Int32Array>>();
  /**
   * By project number, for the catalogue that was loaded last: rows of another one mean other items. A key contains the
   * epoch, so that a new epoch drops all states of the project.
   */
  const epochs = new Map<number, { loaded: number; epoch: number }>();
  let lastEpoch = 0;
  const reader = createUserReader(db);

  function keyOf({ number, loaded }: ProjectMemory, userId: string): string {
    let known = epochs.get(number);
    // A request may still have a catalogue that was dropped and loaded again since.
    if (known && known.loaded > loaded) return `dropped ${loaded}/${userId}`;
    if (known?.loaded !== loaded) {
      known = { loaded, epoch: ++lastEpoch };
      epochs.set(number, known);
    }
    return `${known.epoch}/${userId}`;
  }

  function readAgain(project: ProjectMemory, userId: string, key: string): Promise<UserState> {
    const read = reader.read(project, userId).then(
      (state) => {
        // A reading that `forget` overtakes answers the requests that wait for it, and is not kept.
        if (reading.get(key) === read) {
          reading.delete(key);
          states.set(key, state);
        }
        return state;
      },
      (error: unknown) => {
        if (reading.get(key) === read) reading.delete(key);
        if (!isDatabaseUnavailable(error)) throw error;
        return unavailableState();
      },
    );
    reading.set(key, read);
    return read;
  }

  return {
    async read(project, userId) {
      const key = keyOf(project, userId);
      const known = states.get(key);
      if (known) return known;
      if (!isAvailable()) return unavailableState();
      return reading.get(key) ?? readAgain(project, userId, key);
    },
    peek: (project, userId) => states.get(keyOf(project, userId)),
    readSeen(project, userId, state) {
      const known = seen.get(state);
      if (known) return known;
      const read = readSeenRows(db, project, userId).catch((error: unknown) => {
        seen.delete(state);
        if (!isDatabaseUnavailable(error)) throw error;
        return seenInState(project, state);
      });
      seen.set(state, read);
      return read;
    },
    forget(projectNumber, userIds) {
      if (userIds === undefined) {
        epochs.delete(projectNumber);
        return;
      }
      const known = epochs.get(projectNumber);
      if (!known) return;
      for (const userId of userIds) {
        const key = `${known.epoch}/${userId}`;
        states.delete(key);
        reading.delete(key);
      }
    },
  };
}

const unavailableState = (): UserState => ({ ...emptyUserState(), unavailable: true });

function seenInState({ types }: ProjectMemory, state: UserState): Int32Array {
  const impression = types.codeOf('impression');
  return state.rows.filter((_, event) => state.types[event] !== impression);
}
