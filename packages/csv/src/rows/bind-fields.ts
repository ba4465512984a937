import { CellFault, type CellOf, type CellReader, customReaderOf, readerOf } from '../cells/read-cell.ts';
import { type FieldShape, fields } from '../mapping/fields.ts';
import type { CustomValue, ImportKind, Mapping } from '../table/record.ts';
import type { RowReport } from './row-report.ts';

/** Reads one field of the record that the report holds; undefined where neither the file nor a default gives it. */
export type BoundField<T> = () => T | undefined;

export interface BoundFields {
  /** A cell that cannot be read costs the row. */
  strict<S extends FieldShape>(field: string, shape: S): BoundField<CellOf[S]>;
  /** As `strict`, and an empty cell costs the row too. */
  required<S extends FieldShape>(field: string, shape: S): BoundField<CellOf[S]>;
  /** A cell that cannot be read is left out with a warning. */
  lenient<S extends FieldShape>(field: string, shape: S): BoundField<CellOf[S]>;
  custom(): BoundField<Record<string, CustomValue>>;
}

/** Joins a mapping and a header to readers of cells, so that each row costs no look-up by name. */
export function bindFields(header: readonly string[], mapping: Mapping, report: RowReport): BoundFields {
  const positions = new Map(header.map((name, i) => [name, i]));
  const targets = Object.entries(mapping.columns);

  const bind = <S extends FieldShape>(
    field: string,
    shape: S,
    mode: 'strict' | 'required' | 'lenient',
  ): BoundField<CellOf[S]> => {
    const [column, target] = targets.find(([, { field: to }]) => to === field) ?? ['', undefined];
    const position = target ? (positions.get(column) ?? -1) : -1;
    const fallback = defaultOf(mapping, field, shape);
    if (target === undefined || position < 0) return () => fallback;
    const read: CellReader<CellOf[S]> = readerOf(shape, target);
    return () => {
      const value = read(report.record.cells[position] ?? '');
      if (value instanceof CellFault) {
        if (mode === 'lenient') report.warn(column, value.code, value.reason);
        else report.reject(column, value.code, value.reason);
        return undefined;
      }
      if (value !== undefined || fallback !== undefined) return value ?? fallback;
      if (mode === 'required')
        report.reject(
          column,
          `missing-${dashed(field)}`,
          `the column "${column}" is empty, so the row has no ${field}`,
        );
      return undefined;
    };
  };

  return {
    strict: (field, shape) => bind(field, shape, 'strict'),
    required: (field, shape) => bind(field, shape, 'required'),
    lenient: (field, shape) => bind(field, shape, 'lenient'),
    custom() {
      const own = targets
        .filter(([column, target]) => target.field === 'custom' && positions.has(column))
        .map(([column, target]) => ({
          column,
          position: positions.get(column)!,
          name: target.name ?? column,
          read: customReaderOf(target),
        }));
      return () => {
        let values: Record<string, CustomValue> | undefined;
        for (const { column, position, name, read } of own) {
          const value = read(report.record.cells[position] ?? '');
          if (value === undefined) continue;
          if (value instanceof CellFault) {
            report.warn(column, value.code, value.reason);
            continue;
          }
          values ??= Object.create(null) as Record<string, CustomValue>;
          values[name] = value;
        }
        return values;
      };
    },
  };
}

function defaultOf<S extends FieldShape>(mapping: Mapping, field: string, shape: S): CellOf[S] | undefined {
  const text = Object.hasOwn(mapping.defaults ?? {}, field) ? mapping.defaults?.[field] : undefined;
  if (text === undefined) return undefined;
  const value = readerOf(shape, { field })(text);
  return value instanceof CellFault ? undefined : value;
}

const dashed = (field: string): string => field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Whether a default can be read as its field; a sentence where not. */
export function checkDefault(kind: ImportKind, field: string, text: string): string | undefined {
  const shape = fields[kind][field];
  const value = shape ? readerOf(shape, { field })(text) : undefined;
  return value instanceof CellFault ? value.reason : undefined;
}
