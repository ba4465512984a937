import { isUtf8 } from 'node:buffer';
import { countUtf8, isMostlyUtf8 } from '../encoding/count-utf8.ts';
import { guessEncoding } from '../encoding/guess-encoding.ts';
import { unfinishedUtf8 } from '../encoding/unfinished-utf8.ts';
import { CsvError } from '../table/csv-error.ts';
import type { ReadReport } from '../table/read-report.ts';
import { watchLines } from './watch-lines.ts';

export interface Decoder {
  write(bytes: Uint8Array): string;
  end(): string;
}

/** Invalid bytes after which the rest of the file is not awaited. */
const enoughInvalid = 50;

/**
 * Decodes UTF-8 in which some characters may be damaged: those become U+FFFD, and the report counts their lines.
 * @param strict whether text that is mostly not UTF-8 is an error: `not-utf-8`, with the encoding that it most likely has
 */
export function createUtf8Decoder(report: ReadReport, strict: boolean): Decoder {
  const lines = watchLines('utf-8', report);
  const counts = { valid: 0, invalid: 0 };
  let carry: Buffer = Buffer.alloc(0);
  let started = false;
  let refusal: CsvError | undefined;

  const decodeDamaged = (bytes: Buffer): string => {
    const found = countUtf8(bytes);
    counts.valid += found.valid;
    counts.invalid += found.invalid;
    refusal ??= notUtf8(lines.line + linesBeforeFault(bytes), guessEncoding(bytes));
    if (counts.invalid > enoughInvalid) checkCounts();
    return lines.check(bytes.toString('utf8'));
  };
  const checkCounts = (): void => {
    if (strict && refusal && !isMostlyUtf8(counts)) throw refusal;
  };
  const decode = (bytes: Buffer): string => {
    let text: string;
    if (isUtf8(bytes)) {
      text = bytes.toString('utf8');
      lines.pass(text);
      // Characters of two bytes shorten the text by one, those of three by two: a lower bound of their number.
      counts.valid += (bytes.length - text.length) / 2;
    } else text = decodeDamaged(bytes);
    if (started || text === '') return text;
    started = true;
    return text.startsWith('\ufeff') ? text.slice(1) : text;
  };
  return {
    write(bytes) {
      const piece = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
      const all = carry.length > 0 ? Buffer.concat([carry, piece]) : piece;
      const keep = unfinishedUtf8(all);
      carry = keep > 0 ? Buffer.from(all.subarray(all.length - keep)) : Buffer.alloc(0);
      return decode(all.subarray(0, all.length - keep));
    },
    end() {
      const text = decode(carry);
      checkCounts();
      return text;
    },
  };
}

function linesBeforeFault(bytes: Buffer): number {
  let lines = 0;
  for (let from = 0; from < bytes.length; lines++) {
    const end = bytes.indexOf(10, from);
    if (!isUtf8(bytes.subarray(from, end < 0 ? bytes.length : end))) return lines;
    from = end < 0 ? bytes.length : end + 1;
  }
  return lines;
}

const notUtf8 = (line: number, encoding: string): CsvError =>
  new CsvError(
    'not-utf-8',
    `Line ${line} is not valid UTF-8. Choose the encoding in which the file was written (most likely ${encoding}).`,
    line,
    { encoding },
  );
