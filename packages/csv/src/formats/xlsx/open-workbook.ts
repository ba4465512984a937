import { CsvError } from '../../table/csv-error.ts';
import type { ZipEntry } from '../zip/open-zip.ts';
import { type NumberFormat, numberFormatOf } from './number-format.ts';
import { attribute, parseWhole } from './parse-xml.ts';

export interface Workbook {
  /** Sheets with cells, visible ones first, in the workbook's order. */
  sheets: { name: string; entry: ZipEntry }[];
  /** By the style number of a cell. */
  formats: NumberFormat[];
  /** Dates count from 1904, as in workbooks of old Macs. */
  from1904: boolean;
  sharedStrings: ZipEntry | undefined;
}

/** @throws CsvError `broken-workbook`, `no-table` */
export async function openWorkbook(entries: readonly ZipEntry[]): Promise<Workbook> {
  const byName = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]));
  const find = (path: string) => byName.get(path.toLowerCase());
  const main = (await targets(find('_rels/.rels'), '')).find(({ type }) => type.endsWith('/officeDocument'));
  const path = main?.path ?? 'xl/workbook.xml';
  const workbook = find(path);
  if (!workbook)
    throw new CsvError('broken-workbook', 'The workbook has no list of its sheets: save it again in Excel.');
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const parts = await targets(find(`${folder}_rels/${path.slice(folder.length)}.rels`), folder);
  const partOf = (kind: string) => find(parts.find(({ type }) => type.endsWith(`/${kind}`))?.path ?? '');
  const listed: { name: string; id: string; isHidden: boolean }[] = [];
  let from1904 = false;
  await parseWhole(workbook.open(), {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attribute(attributes, 'date1904') ?? '');
      if (name !== 'sheet') return;
      const isHidden = /hidden/i.test(attribute(attributes, 'state') ?? '');
      listed.push({ name: attribute(attributes, 'name') ?? '', id: attribute(attributes, 'id') ?? '', isHidden });
    },
  });
  const sheets = listed
    .toSorted((a, b) => Number(a.isHidden) - Number(b.isHidden))
    .flatMap(({ name, id }) => {
      const part = parts.find((each) => each.id === id && each.type.endsWith('/worksheet'));
      const entry = part && find(part.path);
      return entry ? [{ name, entry }] : [];
    });
  if (sheets.length === 0) throw new CsvError('no-table', 'The workbook has no sheet with cells.');
  return { sheets, from1904, formats: await readFormats(partOf('styles')), sharedStrings: partOf('sharedStrings') };
}

interface Target {
  id: string;
  type: string;
  path: string;
}

/** Relationships of a part; paths relative to `folder` become absolute. */
async function targets(entry: ZipEntry | undefined, folder: string): Promise<Target[]> {
  const found: Target[] = [];
  if (!entry) return found;
  await parseWhole(entry.open(), {
    open(name, attributes) {
      if (name !== 'Relationship' || attributes.TargetMode === 'External') return;
      const { Id: id = '', Type: type = '', Target: target = '' } = attributes;
      const { pathname } = new URL(target, `file:///${folder}`);
      found.push({ id, type, path: decodeURIComponent(pathname.slice(1)) });
    },
  });
  return found;
}

async function readFormats(entry: ZipEntry | undefined): Promise<NumberFormat[]> {
  const formats: NumberFormat[] = [];
  if (!entry) return formats;
  const codes = new Map<number, string>();
  let inCells = false;
  await parseWhole(entry.open(), {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) {
        const id = Number(attributes.numFmtId ?? 0);
        formats.push(numberFormatOf(id, codes.get(id)));
      }
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return formats;
}
