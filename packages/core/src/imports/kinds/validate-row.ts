import { type InteractionRow, type ItemRow, maxOwnIdBytes, type UserRow } from '@curio/contracts';
import type { Fault } from './kind.ts';

export function validateItem(row: ItemRow): Fault | undefined {
  const dates = Object.values(row).filter((value) => value instanceof Date);
  return longId(row.itemId) ?? dates.map(lateTime).find((fault) => fault !== undefined);
}

export const validateUser = (row: UserRow): Fault | undefined => longId(row.userId);

export const validateInteraction = (row: InteractionRow): Fault | undefined =>
  longId(row.userId) ?? longId(row.itemId) ?? largeValue(row.value) ?? lateTime(row.timestamp);

/** An id is part of an index entry, whose size is limited in bytes. */
function longId(id: string): Fault | undefined {
  if (id.length * 3 <= maxOwnIdBytes || Buffer.byteLength(id) <= maxOwnIdBytes) return undefined;
  return { code: 'id-too-long', reason: `the id is longer than ${maxOwnIdBytes} bytes in UTF-8` };
}

/** Values are stored in 32 bits. */
function largeValue(value: number | undefined): Fault | undefined {
  if (value === undefined || Number.isFinite(Math.fround(value))) return undefined;
  return { code: 'value-too-large', reason: `the value ${value} is larger than can be stored` };
}

/** 9999-12-31, which many files use for "never", is in the year 10000 of UTC if its zone is west of it: ISO 8601 ends at 9999. */
function lateTime(time: Date | undefined): Fault | undefined {
  if (time === undefined || time.getUTCFullYear() <= 9999) return undefined;
  return { code: 'late-time', reason: 'the time is after the year 9999 in UTC' };
}
