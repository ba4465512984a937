import { DataError } from '../data/errors.ts';
import type { Interactions, UserRecord } from '../data/records.ts';
import type { History } from '../scoring/scorer.ts';

/** Positions in a row that fit beside 32 bits of time in the 53 bits of an exact number. */
const maxRowLength = 2 ** 21;
let keys = new Float64Array(1024);

/** A row of the matrix as a history: newest first, without times in the order of the row. */
export function historyOf(matrix: Interactions, user: number): History {
  const { indices, values, times } = matrix;
  const from = matrix.indptr[user];
  const length = matrix.indptr[user + 1] - from;
  const items = new Uint32Array(length);
  const weights = new Float32Array(length);
  if (length > maxRowLength) {
    throw new DataError(`A user has interactions with ${length} items; the maximum is ${maxRowLength}.`);
  }
  if (length > keys.length) keys = new Float64Array(2 * length);
  // Numbers sort several times faster than positions by a comparison: the age, then the position.
  for (let n = 0; n < length; n++) keys[n] = (0xffffffff - times[from + n]) * maxRowLength + n;
  const sorted = keys.subarray(0, length).sort();
  for (let n = 0; n < length; n++) {
    const at = from + (sorted[n] % maxRowLength);
    items[n] = indices[at];
    weights[n] = values[at];
  }
  return { items, weights };
}

/** The history with the user's own fields, where there are any: the complete input of a scorer. */
export function historyWithFields(
  train: Interactions,
  user: number,
  userRecords?: (UserRecord | undefined)[],
): History {
  const fields = userRecords?.[user]?.custom;
  return { ...historyOf(train, user), ...(fields ? { user: fields } : {}) };
}
