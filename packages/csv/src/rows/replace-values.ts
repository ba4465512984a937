import type { ColumnTarget } from '@curio/contracts';
import type { CellReader } from '../cells/read-cell.ts';

/**
 * The reader of a column with its value map in front: a cell, or each entry of a list, is replaced before it is read.
 * Replacements are read without the column's decimal mark and order of dates.
 */
export function replaceValues<T>(
  target: ColumnTarget,
  readerFor: (target: ColumnTarget) => CellReader<T>,
): CellReader<T> {
  const read = readerFor(target);
  if (!target.values) return read;
  const { decimal: _decimal, dateOrder: _dateOrder, ...plain } = target;
  const readPlain = readerFor(plain);
  const values = new Map(Object.entries(target.values).map(([text, value]) => [keyOf(text), value]));
  const replaced = (text: string): string | undefined => {
    const value = values.get(keyOf(text));
    return value === undefined ? undefined : String(value ?? '');
  };
  return (cell) => {
    const whole = replaced(cell);
    if (whole !== undefined) return readPlain(whole);
    const value = read(cell);
    if (!Array.isArray(value)) return value;
    const entries = value.map((entry) => (typeof entry === 'string' ? (replaced(entry) ?? entry) : entry));
    const kept = [...new Set(entries.filter((entry) => entry !== ''))];
    return (kept.length === 0 ? undefined : kept) as T | undefined;
  };
}

const keyOf = (text: string): string => text.trim().toLowerCase();
