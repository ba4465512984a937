import { CsvError } from '../../table/csv-error.ts';
import { maxColumns } from '../../table/limits.ts';
import type { ReadReport } from '../../table/read-report.ts';
import type { RawRecord } from '../../table/record.ts';
import type { ZipEntry } from '../zip/open-zip.ts';
import { numberText } from './cell-text.ts';
import type { Workbook } from './open-workbook.ts';
import { parseXml, type XmlHandler } from './parse-xml.ts';
import type { SharedStrings } from './shared-strings.ts';
import { unescapeText } from './unescape-text.ts';

const maxCellChars = 1 << 20;

/**
 * The rows of a sheet that have a cell, in batches; `line` is the row's number in the workbook. Rows of empty cells are
 * returned without cells where another row follows.
 * @throws CsvError `too-many-columns`, `broken-workbook`, `record-too-long`
 */
export async function* readSheet(
  entry: ZipEntry,
  { formats, from1904 }: Workbook,
  strings: SharedStrings,
  report?: ReadReport,
): AsyncGenerator<RawRecord[]> {
  let rows: RawRecord[] = [];
  let blank: RawRecord[] = [];
  let line = 0;
  let cells: string[] = [];
  let column = -1;
  let type = 'n';
  let style = 0;
  let text = '';
  let isReading = false;
  let isPhonetic = false;
  let hasFormula = false;

  function keepCell(): void {
    const value = cellValue();
    if (value === '') {
      if (hasFormula && type === 'n') report?.warn(noResult, line);
      return;
    }
    if (column >= maxColumns)
      throw new CsvError(
        'too-many-columns',
        `Row ${line} has a cell in column ${column + 1}; at most ${maxColumns.toLocaleString('en')} columns can be read.`,
        line,
      );
    while (cells.length < column) cells.push('');
    cells[column] = value;
  }
  function cellValue(): string {
    if (text === '') return '';
    if (type === 's') return strings.get(Number(text));
    if (type === 'b') return text === '1' ? 'true' : 'false';
    // An error such as #N/A: the cell has no value.
    if (type === 'e') return '';
    if (type === 'n') return numberText(text, formats[style] ?? 'plain', from1904);
    return unescapeText(text);
  }

  const handler: XmlHandler = {
    open(name, attributes) {
      if (name === 'c') {
        column = attributes.r === undefined ? column + 1 : columnOf(attributes.r);
        type = attributes.t ?? 'n';
        style = Number(attributes.s ?? 0);
        text = '';
        hasFormula = false;
      } else if (name === 'row') {
        line = attributes.r === undefined ? line + 1 : Number(attributes.r);
        cells = [];
        column = -1;
      } else if (name === 'v') isReading = true;
      else if (name === 't') isReading = !isPhonetic;
      else if (name === 'rPh') isPhonetic = true;
      else if (name === 'f') hasFormula = true;
    },
    text(part) {
      if (!isReading) return;
      text += part;
      if (text.length > maxCellChars)
        throw new CsvError('record-too-long', `A cell of row ${line} has more than a million characters.`, line);
    },
    close(name) {
      if (name === 'v' || name === 't') isReading = false;
      else if (name === 'rPh') isPhonetic = false;
      else if (name === 'c') keepCell();
      else if (name === 'row') {
        if (cells.length === 0) {
          blank.push({ line, cells });
          return;
        }
        rows.push(...blank, { line, cells });
        blank = [];
      }
    },
  };
  for await (const _ of parseXml(entry.open(), handler)) {
    // A sheet can end with a million formatted rows.
    if (blank.length > 10_000) blank = [];
    if (rows.length === 0) continue;
    yield rows;
    rows = [];
  }
}

const noResult =
  'A formula has no stored result, so its cell is empty: open the workbook in Excel, save it, and upload that';

/** `BC12` is column 54, counted from 0. */
function columnOf(reference: string): number {
  let column = 0;
  for (let i = 0; i < reference.length; i++) {
    const code = reference.charCodeAt(i) & 0xdf;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column - 1;
}
