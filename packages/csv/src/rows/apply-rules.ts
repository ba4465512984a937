import { fieldOf, type ImportKind, type Mapping, type RowRule } from '@curio/contracts';
import { parseNumber } from '../cells/parse-number.ts';
import { CellFault, readerOf } from '../cells/read-cell.ts';
import type { RowReport } from './row-report.ts';

/** Changes a row that was read from the report's current record. */
export type ApplyRules = (row: Record<string, unknown>) => void;

/** The rules of the mapping, in their order; undefined where it has none. */
export function bindRules(
  kind: ImportKind,
  header: readonly string[],
  mapping: Mapping,
  report: RowReport,
): ApplyRules | undefined {
  const bound = (mapping.rules ?? []).map((rule) => {
    const position = header.indexOf(rule.column);
    return { rule, position, holds: conditionOf(rule, mapping), set: Object.entries(valuesOf(kind, rule)) };
  });
  if (bound.length === 0) return undefined;
  return (row) => {
    for (const { rule, position, holds, set } of bound) {
      const cell = report.record.cells[position] ?? '';
      if (!holds(cell)) continue;
      if (rule.reject)
        report.reject(rule.column, 'rejected-by-rule', `a rule of the mapping rejects "${cell.slice(0, 40)}"`);
      for (const [name, value] of set) row[name] = value;
      if (rule.negate) row.value = -Math.abs(typeof row.value === 'number' ? row.value : 1);
    }
  };
}

function conditionOf(rule: RowRule, mapping: Mapping): (cell: string) => boolean {
  const { startsWith, below, above } = rule;
  const decimal = mapping.columns[rule.column]?.decimal;
  const among = rule.in && new Set(rule.in.map((text) => text.trim().toLowerCase()));
  return (cell) => {
    const text = cell.trim();
    if (startsWith !== undefined && !text.startsWith(startsWith)) return false;
    if (among && !among.has(text.toLowerCase())) return false;
    if (below === undefined && above === undefined) return true;
    const number = parseNumber(text, decimal);
    return (
      typeof number === 'number' &&
      !(below !== undefined && number >= below) &&
      !(above !== undefined && number <= above)
    );
  };
}

function valuesOf(kind: ImportKind, { set }: RowRule): Record<string, unknown> {
  const read = Object.entries(set ?? {}).map(([name, text]) => {
    const field = fieldOf(kind, name);
    const value = field ? readerOf(field.shape, { field: name })(text) : undefined;
    return [name, value instanceof CellFault ? undefined : value] as const;
  });
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}
