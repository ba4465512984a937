import type { ImportKind, Mapping } from '@curio/contracts';
import { validateMapping } from '../mapping/validate-mapping.ts';
import { CsvError } from '../table/csv-error.ts';
import type { RowMapper } from '../table/record.ts';
import { bindRules } from './apply-rules.ts';
import { bindFields } from './bind-fields.ts';
import { mapFields } from './map-fields.ts';
import type { RowOf } from './row-of.ts';
import { createRowReport, type RowReport } from './row-report.ts';

/**
 * Turns records into rows of the kind, or into a rejection with line, column, code and a sentence. Never throws on data.
 * @param header the columns' unique names, as `preview` gives them
 * @throws CsvError `bad-mapping` where `validateMapping` finds a problem
 */
export function createRowMapper<K extends ImportKind>(
  kind: K,
  header: readonly string[],
  mapping: Mapping,
): RowMapper<RowOf[K]> {
  const [problem] = validateMapping(kind, header, mapping);
  if (problem) throw new CsvError('bad-mapping', problem.message);
  const report = createRowReport();
  const read = mapFields(kind, bindFields(header, mapping, report));
  const applyRules = bindRules(kind, header, mapping, report);
  return (record) => {
    report.begin(record);
    if (record.fault !== undefined) report.reject(undefined, 'unreadable-row', record.fault);
    checkWidth(record.cells, header.length, report);
    const row = read();
    applyRules?.(row as unknown as Record<string, unknown>);
    const { rejection, warnings } = report;
    if (rejection) return rejection;
    return warnings ? { ok: true, row, warnings } : { ok: true, row };
  };
}

/** Rejects a row with more or fewer cells than the header. Extra empty cells are harmless: spreadsheets write them. */
function checkWidth(cells: readonly string[], width: number, report: RowReport): void {
  if (cells.length === width) return;
  const count = `the row has ${cells.length.toLocaleString('en')} cells, the header ${width.toLocaleString('en')}`;
  if (cells.length < width) report.reject(undefined, 'too-few-cells', count);
  else if (cells.slice(width).some((cell) => cell.trim() !== ''))
    report.reject(undefined, 'too-many-cells', `${count}; quote cells that contain the delimiter`);
}
