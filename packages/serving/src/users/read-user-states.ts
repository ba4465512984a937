import { type Db, sql } from '@curio/db';
import type { ProjectRef } from '../state/project.ts';
import { historyLimit } from './user-state.ts';

/** A user as it is stored: numbers in place of ids, newest event first. */
export interface StoredUser {
  itemNumbers: Int32Array;
  typeNumbers: Uint16Array;
  /** NaN where the event has no value. */
  values: Float64Array;
  /** Seconds since 1970. */
  times: Float64Array;
  fields: Record<string, unknown>;
}

// As `read_user_states` writes an event.
const eventBytes = 18;
const typeAt = 4;
const valueAt = 6;
const timeAt = 10;
const secondsOf2000 = Date.UTC(2000, 0, 1) / 1000;
const microsecond = 1e-6;

/** Reads these users in one round trip, by id; each of `userIds` must occur once. Users without rows are read as empty. */
export async function readUserStates(
  db: Db,
  { workspaceId, projectId }: ProjectRef,
  userIds: readonly string[],
): Promise<Map<string, StoredUser>> {
  const { rows } = await sql<{ place: number; events: Buffer | null; fields: Record<string, unknown> | null }>`
    select * from read_user_states(${workspaceId}, ${projectId}, ${userIds}::text[], ${historyLimit})`.execute(db);
  const users = new Map<string, StoredUser>();
  for (const { place, events, fields } of rows) {
    const userId = userIds[place - 1];
    if (userId !== undefined) users.set(userId, decode(events, fields ?? {}));
  }
  return users;
}

function decode(events: Buffer | null, fields: Record<string, unknown>): StoredUser {
  const count = events ? events.length / eventBytes : 0;
  const user = {
    itemNumbers: new Int32Array(count),
    typeNumbers: new Uint16Array(count),
    values: new Float64Array(count),
    times: new Float64Array(count),
    fields,
  };
  if (!events) return user;
  for (let event = 0, at = 0; event < count; event++, at += eventBytes) {
    user.itemNumbers[event] = events.readInt32BE(at);
    user.typeNumbers[event] = events.readUInt16BE(at + typeAt);
    user.values[event] = events.readFloatBE(at + valueAt);
    const microseconds = events.readInt32BE(at + timeAt) * 2 ** 32 + events.readUInt32BE(at + timeAt + 4);
    user.times[event] = microseconds * microsecond + secondsOf2000;
  }
  return user;
}
