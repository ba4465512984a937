import { customAlphabet } from 'nanoid';
import { base62 } from './ids.ts';

/**
 * An API key is `cur_live_` or `cur_test_`, 30 random base62 characters (178 bits) and a CRC32 of them in 6 base62
 * characters. With the checksum, a mistyped key is refused without a query, and secret scanners find no false positives.
 */
export type KeyEnvironment = 'live' | 'test';

const random = customAlphabet(base62, 30);
const pattern = /^cur_(?:live|test)_([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/;

export function newKey(environment: KeyEnvironment): string {
  const body = random();
  return `cur_${environment}_${body}${checksum(body)}`;
}

/** Whether the text has the form of a key and a valid checksum. The key need not exist. */
export function isWellFormedKey(text: string): boolean {
  const [, body, sum] = pattern.exec(text) ?? [];
  return body !== undefined && checksum(body) === sum;
}

function checksum(body: string): string {
  let value = crc32(body);
  let text = '';
  for (let i = 0; i < 6; i++) {
    text = base62[value % 62]! + text;
    value = Math.floor(value / 62);
  }
  return text;
}

/** CRC-32 (ISO 3309, reflected, polynomial 0xEDB88320) of an ASCII text. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
