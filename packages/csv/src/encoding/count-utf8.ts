/**
 * The least share of valid sequences among the bytes above 127 with which a file is UTF-8 with some damaged characters. Text in
 * other encodings has at most about 0.3, by chance.
 */
const minUtf8Share = 0.8;

export interface Utf8Counts {
  /** Characters of two to four bytes. */
  valid: number;
  /** Bytes and incomplete characters that are not UTF-8. */
  invalid: number;
}

/** Counts the sequences above 127. An incomplete one at the end is not counted. */
export function countUtf8(bytes: Uint8Array): Utf8Counts {
  let valid = 0;
  let invalid = 0;
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes[i] ?? 0;
    if (lead < 0x80) {
      i++;
      continue;
    }
    const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    let at = i + 1;
    while (at < i + length && ((bytes[at] ?? 0) & 0xc0) === 0x80) at++;
    if (lead < 0xc2 || lead > 0xf4) {
      invalid++;
      i++;
      continue;
    }
    if (at >= bytes.length && at < i + length) break;
    if (at === i + length) valid++;
    else invalid++;
    i = at;
  }
  return { valid, invalid };
}

/** Whether text with these sequences is UTF-8. */
export const isMostlyUtf8 = ({ valid, invalid }: Utf8Counts): boolean => valid >= (valid + invalid) * minUtf8Share;
