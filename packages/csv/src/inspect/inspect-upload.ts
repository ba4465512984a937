import { CsvError } from '../table/csv-error.ts';

const excel = 'This is an Excel workbook; save it as CSV and upload that.';

const signatures: [bytes: number[], sentence: string][] = [
  [[0xd0, 0xcf, 0x11, 0xe0], excel],
  [[0x25, 0x50, 0x44, 0x46, 0x2d], 'This is a PDF document; upload the table as a CSV file.'],
  [[0x50, 0x41, 0x52, 0x31], 'This is a Parquet file; save it as CSV and upload that.'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'This file is compressed with Zstandard; upload it as plain CSV or gzip.'],
  [[0x42, 0x5a, 0x68], 'This file is compressed with bzip2; upload it as plain CSV or gzip.'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'This file is compressed with xz; upload it as plain CSV or gzip.'],
  [[0x37, 0x7a, 0xbc, 0xaf, 0x27], 'This is a 7z archive; unpack it and upload the CSV file inside.'],
  [[0x52, 0x61, 0x72, 0x21, 0x1a], 'This is a RAR archive; unpack it and upload the CSV file inside.'],
  [[0x89, 0x50, 0x4e, 0x47], 'This is a picture; upload a CSV file.'],
  [[0xff, 0xd8, 0xff], 'This is a picture; upload a CSV file.'],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], 'This is a SQLite database; export the table as CSV and upload that.'],
];

const startsWith = (bytes: Uint8Array, signature: number[]): boolean => signature.every((byte, i) => bytes[i] === byte);

export const isGzip = (bytes: Uint8Array): boolean => startsWith(bytes, [0x1f, 0x8b]);

/**
 * Refuses files whose first bytes are the signature of a format other than text.
 * @throws CsvError `empty-file`, `excel-workbook`, `archive`, `not-text`
 */
export function inspectUpload(head: Uint8Array): void {
  if (head.length === 0) throw new CsvError('empty-file', 'The file is empty: it has 0 bytes.');
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) {
    const names = Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1');
    if (names.includes('xl/') || names.includes('[Content_Types].xml')) throw new CsvError('excel-workbook', excel);
    if (names.includes('opendocument'))
      throw new CsvError('excel-workbook', 'This is an OpenDocument spreadsheet; save it as CSV and upload that.');
    throw new CsvError('archive', 'This is a ZIP archive; unpack it and upload the CSV file inside.');
  }
  for (const [signature, sentence] of signatures)
    if (startsWith(head, signature)) throw new CsvError(sentence === excel ? 'excel-workbook' : 'not-text', sentence);
}
