import { CsvError } from '../../table/csv-error.ts';
import type { ZipEntry } from '../zip/open-zip.ts';
import { parseXml } from './parse-xml.ts';
import { unescapeText } from './unescape-text.ts';

/** The texts of a workbook, which its cells name by number. */
export interface SharedStrings {
  get(index: number): string;
}

/** Texts as UTF-8, with the end of each: a quarter of the memory of JavaScript strings, and none for the collector to visit. */
const maxBytes = 160 << 20;
const maxCellChars = 1 << 20;

/** @throws CsvError `workbook-too-large` */
export async function readSharedStrings(entry: ZipEntry | undefined): Promise<SharedStrings> {
  let bytes = Buffer.allocUnsafe(64 << 10);
  let used = 0;
  let ends = new Uint32Array(4096);
  let count = 0;
  const add = (text: string) => {
    // A character of a JavaScript string has at most three bytes in UTF-8.
    if (used + text.length * 3 > bytes.length) {
      if (used + text.length * 3 > maxBytes) throw tooLarge();
      const grown = Buffer.allocUnsafe(Math.min(maxBytes, Math.max(bytes.length * 2, used + text.length * 3)));
      bytes.copy(grown, 0, 0, used);
      bytes = grown;
    }
    used += bytes.write(text, used);
    if (count === ends.length) {
      const grown = new Uint32Array(count * 2);
      grown.set(ends);
      ends = grown;
    }
    ends[count++] = used;
  };
  if (entry) {
    let text = '';
    let reading = false;
    let phonetic = false;
    const handler = {
      open(name: string) {
        if (name === 'si') text = '';
        else if (name === 'rPh') phonetic = true;
        else if (name === 't') reading = !phonetic;
      },
      text(part: string) {
        if (!reading) return;
        text += part;
        if (text.length > maxCellChars) throw tooLarge();
      },
      close(name: string) {
        if (name === 't') reading = false;
        else if (name === 'rPh') phonetic = false;
        else if (name === 'si') add(unescapeText(text));
      },
    };
    for await (const _ of parseXml(entry.open(), handler));
  }
  return {
    get(index) {
      if (!(index >= 0 && index < count)) return '';
      return bytes.toString('utf8', index === 0 ? 0 : ends[index - 1], ends[index]);
    },
  };
}

const tooLarge = (): CsvError =>
  new CsvError(
    'workbook-too-large',
    'The texts of this workbook are too large to be read from it. Save the sheet as CSV UTF-8 and upload that.',
  );
