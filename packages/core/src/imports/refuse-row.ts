import { type ImportKind, type InteractionRow, type ItemRow, maxOwnIdBytes, type UserRow } from '@curio/contracts';
import type { Rejection } from '@curio/csv';

type Fault = Pick<Rejection, 'code' | 'reason'> | undefined;

/** What is wrong with a row that reads well but that no row of the database can hold. */
export const refuseRow: Record<ImportKind, (row: never) => Fault> = {
  items: (row: ItemRow) => longId(row.itemId) ?? lateTime(row.createdAt),
  users: (row: UserRow) => longId(row.userId),
  interactions: (row: InteractionRow) =>
    longId(row.userId) ?? longId(row.itemId) ?? largeValue(row.value) ?? lateTime(row.timestamp),
};

/** User, item and type stand in one index entry, which has a size of its own beside the count of characters. */
function longId(id: string): Fault {
  if (id.length * 3 <= maxOwnIdBytes || Buffer.byteLength(id) <= maxOwnIdBytes) return undefined;
  return { code: 'id-too-long', reason: `the id is longer than ${maxOwnIdBytes} bytes in UTF-8` };
}

/** Values are kept in 32 bits. */
function largeValue(value: number | undefined): Fault {
  if (value === undefined || Number.isFinite(Math.fround(value))) return undefined;
  return { code: 'value-too-large', reason: `the value ${value} is larger than can be kept` };
}

/** 9999-12-31, which many write for "never", is in the year 10000 where its zone lies west of UTC: not a year of ISO 8601. */
function lateTime(time: Date | undefined): Fault {
  if (time === undefined || time.getUTCFullYear() <= 9999) return undefined;
  return { code: 'late-time', reason: 'the time is after the year 9999 in UTC' };
}
