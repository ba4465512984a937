import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { CsvError } from '../table/csv-error.ts';
import { unfinishedUtf8 } from './unfinished-utf8.ts';

export interface Decoder {
  write(bytes: Uint8Array): string;
  end(): string;
}

/** Codecs of iconv-lite that are not encodings of text files. */
const notText = /^(?:base64|hex|binary|utf-?7|utf-?7-?imap|internal|_.*)$/i;

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

/** Decodes a stream of bytes to text, without the byte-order mark. Invalid UTF-8 is an error, never replaced by U+FFFD. */
export function createDecoder(encoding: string): Decoder {
  if (/^utf-?8$/i.test(encoding)) return createUtf8Decoder();
  if (notText.test(encoding) || !iconv.encodingExists(encoding))
    throw new CsvError('unknown-encoding', `The encoding "${encoding}" is not known; try utf-8 or windows-1252.`);
  const decoder = iconv.getDecoder(encoding);
  return { write: (bytes) => decoder.write(asBuffer(bytes)), end: () => decoder.end() ?? '' };
}

function createUtf8Decoder(): Decoder {
  let carry: Buffer = Buffer.alloc(0);
  let started = false;
  let line = 1;
  const text = (bytes: Buffer): string => {
    if (!isUtf8(bytes)) throw notUtf8(line + newlinesBeforeFault(bytes));
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) line++;
    const decoded = bytes.toString('utf8');
    if (started || decoded === '') return decoded;
    started = true;
    return decoded.startsWith('\ufeff') ? decoded.slice(1) : decoded;
  };
  return {
    write(bytes) {
      const all = carry.length > 0 ? Buffer.concat([carry, bytes]) : asBuffer(bytes);
      const keep = unfinishedUtf8(all);
      carry = keep > 0 ? Buffer.from(all.subarray(all.length - keep)) : Buffer.alloc(0);
      return text(all.subarray(0, all.length - keep));
    },
    end: () => text(carry),
  };
}

function newlinesBeforeFault(bytes: Buffer): number {
  let lines = 0;
  for (let from = 0; from < bytes.length; lines++) {
    const end = bytes.indexOf(10, from);
    if (!isUtf8(bytes.subarray(from, end < 0 ? bytes.length : end))) return lines;
    from = end < 0 ? bytes.length : end + 1;
  }
  return lines;
}

const notUtf8 = (line: number): CsvError =>
  new CsvError(
    'not-utf-8',
    `Line ${line} is not valid UTF-8. Choose the encoding in which the file was written (often windows-1252).`,
    line,
  );
