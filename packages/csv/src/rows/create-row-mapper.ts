import { validateMapping } from '../mapping/validate-mapping.ts';
import { CsvError } from '../table/csv-error.ts';
import type { ImportKind, Mapping, RowMapper, RowOf } from '../table/record.ts';
import { type BoundFields, bindFields } from './bind-fields.ts';
import { mapInteractions } from './map-interactions.ts';
import { mapItems } from './map-items.ts';
import { mapUsers } from './map-users.ts';
import { createRowReport, type RowReport } from './row-report.ts';

const makers: { [K in ImportKind]: (fields: BoundFields) => () => RowOf[K] } = {
  items: mapItems,
  users: mapUsers,
  interactions: mapInteractions,
};

/**
 * Turns records into rows of the kind, or into a rejection with line, column, code and a sentence. Never throws on data.
 * @param header the columns' unique names, as `preview` gives them
 * @throws CsvError `bad-mapping` where `validateMapping` finds something
 */
export function createRowMapper<K extends ImportKind>(
  kind: K,
  header: readonly string[],
  mapping: Mapping,
): RowMapper<RowOf[K]> {
  const [problem] = validateMapping(kind, header, mapping);
  if (problem) throw new CsvError('bad-mapping', problem.message);
  const report = createRowReport();
  const read = makers[kind](bindFields(header, mapping, report));
  return (record) => {
    report.record = record;
    checkWidth(record.cells, header.length, report);
    const row = read();
    const { rejection, warnings } = report.close();
    if (rejection) return rejection;
    return warnings ? { ok: true, row, warnings } : { ok: true, row };
  };
}

/** Cells are counted against the header. Empty cells too many are harmless: spreadsheets write them. */
function checkWidth(cells: readonly string[], width: number, report: RowReport): void {
  if (cells.length === width) return;
  const count = `the row has ${cells.length.toLocaleString('en')} cells where the header has ${width.toLocaleString('en')}`;
  if (cells.length < width) report.reject(undefined, 'too-few-cells', count);
  else if (cells.slice(width).some((cell) => cell.trim() !== ''))
    report.reject(undefined, 'too-many-cells', `${count}; quote cells that hold the delimiter`);
}
