import { CsvError } from '../table/csv-error.ts';

const unpack = 'unpack it and upload the table inside, or compress that as ZIP or gzip.';
const python = 'Write it as Parquet or CSV and upload that (pandas: to_parquet or to_csv).';

/** Formats that are not read, by their first bytes, with the way to export the table. */
const signatures: [bytes: string, code: string, sentence: string][] = [
  ['PK\x03\x04', 'archive', `This is a ZIP archive inside another file: ${unpack}`],
  [
    '%PDF-',
    'not-text',
    'A PDF has no table that can be read exactly. Export the table as CSV or Excel where it was made.',
  ],
  ['PARE\x15', 'not-text', 'This Parquet file is encrypted: write it without encryption and upload that.'],
  ['\x28\xb5\x2f\xfd', 'not-text', `This file is compressed with Zstandard: ${unpack}`],
  ['BZh91AY&SY', 'not-text', `This file is compressed with bzip2: ${unpack}`],
  ['\xfd7zXZ', 'not-text', `This file is compressed with xz: ${unpack}`],
  ['7z\xbc\xaf\x27', 'not-text', `This is a 7z archive: ${unpack}`],
  ['Rar!\x1a', 'not-text', `This is a RAR archive: ${unpack}`],
  ['\x89PNG', 'not-text', 'This is a picture: upload the table as CSV, Excel, JSON Lines or Parquet.'],
  ['\xff\xd8\xff', 'not-text', 'This is a picture: upload the table as CSV, Excel, JSON Lines or Parquet.'],
  [
    'SQLite format 3',
    'not-text',
    'This is a SQLite database. Export the table (sqlite3 -header -csv FILE "select * from TABLE" > table.csv) and upload that.',
  ],
  ['ARROW1\0', 'not-text', `This is a Feather or Arrow file. ${python}`],
  ['Obj\x01', 'not-text', `This is an Avro file. ${python}`],
  ['\x89HDF\r\n', 'not-text', `This is an HDF5 file. ${python}`],
];

const compoundFile = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';
const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * Refuses files whose first bytes are the signature of a format that is not read.
 * @throws CsvError `empty-file`, `excel-workbook`, `archive`, `not-text`
 */
export function inspectUpload(head: Uint8Array): void {
  if (head.length === 0) throw new CsvError('empty-file', 'The file is empty: it has 0 bytes.');
  const start = latin1(head.subarray(0, 16));
  if (start.startsWith('ORC') && isBinary(head)) throw new CsvError('not-text', `This is an ORC file. ${python}`);
  if (start.startsWith(compoundFile.slice(0, 4))) throw new CsvError('excel-workbook', oldOffice(head));
  for (const [signature, code, sentence] of signatures)
    if (start.startsWith(signature)) throw new CsvError(code, sentence);
}

/** Whether control characters follow: a header can begin with the letters of a signature, such as `ORCID`. */
export function isBinary(head: Uint8Array): boolean {
  return head.subarray(0, 512).some((byte) => byte < 9 || (byte > 13 && byte < 27));
}

/** Old Office files, and new ones that are encrypted, are compound files; names inside are UTF-16. */
function oldOffice(head: Uint8Array): string {
  const names = latin1(head).replaceAll('\0', '');
  if (names.includes('EncryptedPackage'))
    return 'This workbook is protected by a password. Remove it (File → Info → Protect Workbook) and upload the file again.';
  return 'This is an old Excel workbook (.xls). Save it as Excel Workbook (.xlsx) or CSV UTF-8 and upload that.';
}
