import { isUtf8 } from 'node:buffer';
import { CsvError } from '../table/csv-error.ts';
import { runSteps } from '../table/in-turns.ts';
import { countUtf8, isMostlyUtf8 } from './count-utf8.ts';
import { detectUtf16 } from './detect-utf16.ts';
import { guessSteps } from './guess-encoding.ts';
import { unfinishedUtf8 } from './unfinished-utf8.ts';

const byteOrderMarks: [bytes: number[], encoding: string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe, 0x00, 0x00], 'utf-32le'],
  [[0x00, 0x00, 0xfe, 0xff], 'utf-32be'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];
const sampleBytes = 64 << 10;

/**
 * Checks for a byte-order mark, then the line ends of UTF-16, then UTF-8 with few damaged characters; else compares the letters
 * of the encodings in use before UTF-8.
 * @throws CsvError `not-text` for binary
 */
export const detectEncoding = (head: Uint8Array, whole: boolean): string => runSteps(encodingSteps(head, whole));

/** `detectEncoding` in steps. */
export function* encodingSteps(head: Uint8Array, whole: boolean): Generator<void, string> {
  for (const [mark, encoding] of byteOrderMarks) if (mark.every((byte, i) => head[i] === byte)) return encoding;
  const sample = head.subarray(0, sampleBytes);
  const utf16 = detectUtf16(sample);
  if (utf16) return utf16;
  const controls = countControls(sample);
  if (controls > sample.length * 0.1) throw notText();
  if (isUtf8(whole ? head : head.subarray(0, head.length - unfinishedUtf8(head)))) return 'utf-8';
  const first = head.findIndex((byte) => byte >= 0x80);
  const utf8 = countUtf8(head.subarray(first, first + sampleBytes));
  if (utf8.valid > 0 && isMostlyUtf8(utf8)) return 'utf-8';
  if (controls > sample.length * 0.02) throw notText();
  return yield* guessSteps(head);
}

/** Counts control characters other than white space, separators of records and the escape of East Asian encodings. */
function countControls(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte < 9 || (byte > 13 && byte < 0x1b)) count++;
  return count;
}

const notText = (): CsvError => new CsvError('not-text', 'This is a binary file, not text; upload a CSV file.');
