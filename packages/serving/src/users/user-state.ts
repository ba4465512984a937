import { HistoryMemo } from '@curio/engine/artifact';

/**
 * What a process keeps of one user: the newest events, newest first, in dense arrays of equal length, and the owner's
 * fields. Events of items that the catalogue does not know are left out.
 */
export interface UserState {
  /** Distinguishes this reading from every other one of this process: lists ranked from it can be cached under it. */
  readonly id: number;
  /** Rows of the catalogue. */
  readonly rows: Int32Array;
  /** Codes of interaction types; `ProjectMemory.types` has their names. */
  readonly types: Uint16Array;
  /** NaN where the event has no value. */
  readonly values: Float64Array;
  /** Seconds since 1970; 0 where the time is unknown. */
  readonly times: Float64Array;
  /** There may be older events: `UserStates.readSeen` reads what the user has ever interacted with. */
  readonly truncated: boolean;
  /** The owner's fields of the user. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** What the live model has computed of these events and fields. */
  readonly memo: HistoryMemo;
  /** Postgres could not be read and the user was not in memory: the state is empty, and is not kept. */
  readonly unavailable?: true;
}

/** Events that are kept per user. Older events change no user's factors measurably and cost time. */
export const historyLimit = 512;

let states = 0;

export const nextStateId = (): number => ++states;

/** The state of a user without events and fields. */
export function emptyUserState(): UserState {
  return {
    id: nextStateId(),
    rows: new Int32Array(0),
    types: new Uint16Array(0),
    values: new Float64Array(0),
    times: new Float64Array(0),
    truncated: false,
    fields: {},
    memo: new HistoryMemo(),
  };
}
