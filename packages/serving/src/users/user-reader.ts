import type { Db } from '@curio/db';
import { HistoryMemo } from '@curio/engine/artifact';
import type { ProjectMemory } from '../project/project-memory.ts';
import { readUserStates, type StoredUser } from './read-user-states.ts';
import { resolveNumbers } from './resolve-numbers.ts';
import { historyLimit, nextStateId, type UserState } from './user-state.ts';

export interface UserReader {
  /** Reads the user, in one query with the users of a project that are asked for at about the same time. */
  read(project: ProjectMemory, userId: string): Promise<UserState>;
}

/** Users that wait for the next query of their project. */
interface Gathering {
  project: ProjectMemory;
  users: Map<string, PromiseWithResolvers<UserState>>;
  running: number;
  scheduled: boolean;
}

/** Users of one query: some ten milliseconds of Postgres. */
const maxBatch = 250;
/** Queries of one project at a time, so that it cannot take the connections of the others. */
const maxRunning = 2;
/** A second query starts beside the first one only for so many users: small ones would make work and save no time. */
const beside = 32;

/**
 * The first query of a project starts with the next turn of the event loop, with everything that this turn asks for. While
 * it runs, further users gather: the number of queries does not grow with the load.
 */
export function createUserReader(db: Db): UserReader {
  const gatherings = new Map<number, Gathering>();

  function schedule(gathering: Gathering): void {
    const { users, running } = gathering;
    const isFree = running === 0 || (running < maxRunning && users.size >= beside);
    if (gathering.scheduled || users.size === 0 || !isFree) return;
    gathering.scheduled = true;
    setImmediate(() => {
      gathering.scheduled = false;
      void run(gathering);
    });
  }

  async function run(gathering: Gathering): Promise<void> {
    const batch = [...gathering.users].slice(0, maxBatch);
    for (const [userId] of batch) gathering.users.delete(userId);
    gathering.running++;
    schedule(gathering);
    try {
      const userIds = batch.map(([userId]) => userId);
      const stored = await readUserStates(db, gathering.project.ref, userIds);
      await resolveNumbers(db, gathering.project, stored.values());
      for (const [userId, { resolve }] of batch) resolve(toState(gathering.project, stored.get(userId)));
    } catch (error) {
      for (const [, { reject }] of batch) reject(error);
    } finally {
      gathering.running--;
      schedule(gathering);
      const { project, users, running } = gathering;
      const isDone = users.size === 0 && running === 0;
      if (isDone && gatherings.get(project.number) === gathering) gatherings.delete(project.number);
    }
  }

  return {
    read(project, userId) {
      let gathering = gatherings.get(project.number);
      if (gathering?.project.catalogue !== project.catalogue) {
        gathering = { project, users: new Map(), running: 0, scheduled: false };
        gatherings.set(project.number, gathering);
      }
      const waiting = gathering.users.get(userId) ?? Promise.withResolvers<UserState>();
      gathering.users.set(userId, waiting);
      schedule(gathering);
      return waiting.promise;
    },
  };
}

function toState({ catalogue }: ProjectMemory, user: StoredUser | undefined): UserState {
  const count = user?.itemNumbers.length ?? 0;
  const rows = new Int32Array(count);
  const types = new Uint16Array(count);
  const values = new Float64Array(count);
  const times = new Float64Array(count);
  let kept = 0;
  for (let event = 0; user && event < count; event++) {
    const row = catalogue.rowOfNumber(user.itemNumbers[event] ?? 0);
    // The item got its number after the numbers were read: the event that did it drops this state again.
    if (row < 0) continue;
    rows[kept] = row;
    types[kept] = user.typeNumbers[event] ?? 0;
    values[kept] = user.values[event] ?? Number.NaN;
    times[kept] = user.times[event] ?? 0;
    kept++;
  }
  return {
    id: nextStateId(),
    rows: kept < count ? rows.slice(0, kept) : rows,
    types: kept < count ? types.slice(0, kept) : types,
    values: kept < count ? values.slice(0, kept) : values,
    times: kept < count ? times.slice(0, kept) : times,
    truncated: count === historyLimit,
    fields: user?.fields ?? {},
    memo: new HistoryMemo(),
  };
}
