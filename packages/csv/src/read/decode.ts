import { Buffer } from 'node:buffer';
import iconv from 'iconv-lite';
import { CsvError } from '../table/csv-error.ts';
import type { ReadReport } from '../table/read-report.ts';
import { createUtf8Decoder, type Decoder } from './decode-utf8.ts';
import { watchLines } from './watch-lines.ts';

/** Codecs of iconv-lite that are not encodings of text files. */
const notText = /^(?:base64|hex|binary|utf-?7|utf-?7-?imap|internal|_.*)$/i;

/**
 * Decodes a stream of bytes to text, without the byte-order mark. Bytes that the encoding does not define become U+FFFD; the
 * report counts their lines.
 * @param strict whether text that is mostly not UTF-8 is an error where the encoding is UTF-8
 * @throws CsvError `unknown-encoding`, and while decoding `not-utf-8`
 */
export function createDecoder(encoding: string, report: ReadReport, strict: boolean): Decoder {
  if (/^utf-?8$/i.test(encoding)) return createUtf8Decoder(report, strict);
  if (notText.test(encoding) || !iconv.encodingExists(encoding))
    throw new CsvError('unknown-encoding', `The encoding "${encoding}" is not known; try utf-8 or windows-1252.`);
  const decoder = iconv.getDecoder(encoding);
  const lines = watchLines(encoding, report);
  return {
    write: (bytes) => lines.check(decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))),
    end: () => lines.check(decoder.end() ?? ''),
  };
}
