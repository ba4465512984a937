import { z } from 'zod';

const longest = 512;
// User, item and type of an interaction stand in one index entry of Postgres, which takes 2,704 bytes.
const mostBytes = 1024;

/** Whether Postgres keeps the text as it is: it takes neither NUL nor half a character (a lone surrogate). */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** The bytes of the text in UTF-8 are at most as many as an id may have. */
function fitsIndex(text: string): boolean {
  // Three bytes at most for each UTF-16 unit.
  return text.length * 3 <= mostBytes || new TextEncoder().encode(text).length <= mostBytes;
}

/** A tenant's own id of a user or an item: kept exactly as given. */
export const ownId = z
  .string()
  .min(1)
  .max(longest)
  .refine(isStorable, 'An id can hold neither a NUL nor half a character')
  .refine(fitsIndex, `An id can have at most ${mostBytes} bytes in UTF-8`);

export const maxOwnIdBytes = mostBytes;
