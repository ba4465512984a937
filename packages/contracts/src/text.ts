import { z } from 'zod';

export const maxOwnIdLength = 512;
/** An id is part of an index entry of Postgres, which takes 2,704 bytes in all. */
export const maxOwnIdBytes = 1024;
/** Characters of a short text that many rows share, such as the type of an interaction. */
export const maxCategoryLength = 100;

/** Whether Postgres can store the text: neither NUL characters nor lone surrogates. */
export function isPgText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** Text that Postgres can store. */
export const pgText = z.string().refine(isPgText, 'Text must not contain NUL characters or lone surrogates');

/** Whether the text has at most `maxOwnIdBytes` bytes in UTF-8. */
function fitsIndex(text: string): boolean {
  // A UTF-16 unit takes three bytes of UTF-8 at most.
  return text.length * 3 <= maxOwnIdBytes || new TextEncoder().encode(text).length <= maxOwnIdBytes;
}

/** A tenant's own id of a user or an item: stored exactly as given. */
export const ownId = pgText
  .min(1)
  .max(maxOwnIdLength)
  .refine(fitsIndex, `An id can have at most ${maxOwnIdBytes} bytes in UTF-8`);

/** A short text that many rows share. */
export const categoryText = pgText.trim().min(1).max(maxCategoryLength);

export const webAddress = z
  .url({ protocol: /^https?$/, error: 'Give an http or https address' })
  .max(2000)
  .refine(isPgText, 'The address must not contain NUL characters or lone surrogates');

/** A web address, or the picture itself. */
export const pictureAddress = z
  .url({ protocol: /^(?:https?|data)$/, error: 'Give an http or https address, or a data URL of a picture' })
  .max(2000)
  .refine((address) => !/^data:(?!image\/)/i.test(address), 'The data URL must begin with data:image/')
  .refine(isPgText, 'The address must not contain NUL characters or lone surrogates');
