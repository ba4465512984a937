import { isUtf8 } from 'node:buffer';
import chardet from 'chardet';
import iconv from 'iconv-lite';
import { unfinishedUtf8 } from '../read/unfinished-utf8.ts';
import { CsvError } from '../table/csv-error.ts';

const byteOrderMarks: [bytes: number[], encoding: string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe, 0x00, 0x00], 'utf-32le'],
  [[0x00, 0x00, 0xfe, 0xff], 'utf-32be'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** As browsers do (WHATWG Encoding, labels): files detected as Latin-1 are usually written in windows-1252. */
const widened: Record<string, string> = {
  'iso-8859-1': 'windows-1252',
  'iso-8859-9': 'windows-1254',
  ascii: 'windows-1252',
};
const multiByte = new Set([
  'shift_jis',
  'big5',
  'euc-jp',
  'euc-kr',
  'gb18030',
  'iso-2022-jp',
  'iso-2022-kr',
  'iso-2022-cn',
]);

/**
 * Checks for a byte-order mark, then the zero bytes of UTF-16, then strict UTF-8, then uses chardet's statistics.
 * @throws CsvError `not-text` for binary
 */
export function detectEncoding(head: Uint8Array, whole: boolean): string {
  for (const [mark, encoding] of byteOrderMarks) if (mark.every((byte, i) => head[i] === byte)) return encoding;
  const sample = head.subarray(0, 64 << 10);
  let evenZeros = 0;
  let oddZeros = 0;
  let controls = 0;
  for (let i = 0; i < sample.length; i++) {
    const byte = sample[i] ?? 0;
    if (byte === 0) i % 2 === 0 ? evenZeros++ : oddZeros++;
    else if (byte < 32 && (byte < 9 || byte > 13) && (byte < 0x1b || byte > 0x1f)) controls++;
  }
  const pairs = sample.length / 2;
  if (oddZeros > pairs * 0.4 && evenZeros < pairs * 0.05) return 'utf-16le';
  if (evenZeros > pairs * 0.4 && oddZeros < pairs * 0.05) return 'utf-16be';
  if (controls + evenZeros + oddZeros > sample.length * 0.1)
    throw new CsvError('not-text', 'This is a binary file, not text; upload a CSV file.');
  if (isUtf8(whole ? head : head.subarray(0, head.length - unfinishedUtf8(head)))) return 'utf-8';
  if (controls > sample.length * 0.02)
    throw new CsvError('not-text', 'This is a binary file, not text; upload a CSV file.');
  return guessLegacy(head);
}

function guessLegacy(head: Uint8Array): string {
  const guesses = chardet
    .analyse(head)
    .map((guess) => ({ name: guess.name.toLowerCase(), confidence: guess.confidence }))
    .filter((guess) => !guess.name.startsWith('utf-') && iconv.encodingExists(widened[guess.name] ?? guess.name))
    .filter((guess) => !multiByte.has(guess.name) || guess.confidence >= 40);
  const best = guesses[0];
  if (!best || best.confidence < 15) return 'windows-1252';
  const western = guesses.find((guess) => guess.name === 'iso-8859-1' || guess.name === 'windows-1252');
  if (western && western.confidence >= best.confidence - 5) return 'windows-1252';
  return widened[best.name] ?? best.name;
}
