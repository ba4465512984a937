import { CsvError } from '../table/csv-error.ts';
import type { ZipEntry } from './zip/open-zip.ts';

/** What a ZIP archive is: a workbook, or a wrapping of a text file. */
export type Archive = { kind: 'workbook'; entries: ZipEntry[] } | { kind: 'text'; entry: ZipEntry; sheets: string[] };

export const isZip = (head: Uint8Array): boolean => head[0] === 0x50 && head[1] === 0x4b && (head[2] ?? 0) <= 7;

/** Other formats that are ZIP archives, by a file in them. */
const refused: [path: RegExp, sentence: string][] = [
  [
    /^xl\/workbook\.bin$/i,
    'This is a binary Excel workbook (.xlsb). Save it as Excel Workbook (.xlsx) and upload that.',
  ],
  [
    /^(Index\/Document\.iwa|Index\.zip)$/,
    'This is an Apple Numbers document. Choose File → Export To → Excel or CSV, and upload that.',
  ],
  [
    /^META-INF\/manifest\.xml$/,
    'This is an OpenDocument file. Choose File → Save As → Excel 2007–365 (.xlsx) or Text CSV, and upload that.',
  ],
  [/^(word|ppt)\//, 'This is a document without a table that can be read. Copy its table into Excel, and upload that.'],
];

/**
 * @param sheet the file to read, where the user chose one; else the largest
 * @throws CsvError `archive`, `no-sheet`, `empty-file`
 */
export function classifyArchive(entries: ZipEntry[], sheet: string | undefined): Archive {
  for (const [path, sentence] of refused)
    if (entries.some(({ name }) => path.test(name))) throw new CsvError('archive', sentence);
  const isWorkbook = entries.some(({ name }) => /^(xl\/workbook\.xml|\[Content_Types\]\.xml)$/i.test(name));
  if (isWorkbook) return { kind: 'workbook', entries };
  // macOS adds hidden files to archives.
  const files = entries.filter(({ name, bytes }) => !/(^|\/)(\.|__MACOSX\/)/.test(name) && bytes > 0);
  if (files.length === 0) throw new CsvError('empty-file', 'The ZIP archive has no file with content.');
  const tables = files.filter(
    ({ name }) => !/\.(pdf|png|jpe?g|gif|html?|xml|docx?|md|exe)$|(^|\/)readme[^/]*$/i.test(name),
  );
  const named = tables.length > 0 ? tables : files;
  const entry =
    sheet === undefined ? named.toSorted((a, b) => b.bytes - a.bytes)[0] : files.find(({ name }) => name === sheet);
  if (!entry) throw new CsvError('no-sheet', `The ZIP archive has no file "${sheet}".`);
  return { kind: 'text', entry, sheets: named.map(({ name }) => name).slice(0, 100) };
}
