import type { ColumnTarget, CustomValues, FieldShape, Mapping, ShapeValues } from '@curio/contracts';
import { CellFault, customReaderOf, readerOf } from '../cells/read-cell.ts';
import { replaceValues } from './replace-values.ts';
import type { RowReport } from './row-report.ts';

/** Reads one field of the report's current record; undefined where neither the file nor a default gives it. */
export type BoundField<T> = () => T | undefined;

/**
 * What happens to a row whose cell cannot be read. `strict`: the row is rejected. `required`: so is a row whose cell is
 * empty. `lenient`: the cell is left out with a warning.
 */
export type CellPolicy = 'strict' | 'required' | 'lenient';

export interface BoundFields {
  /** Undefined where the mapping has neither a column nor a default for the field. */
  field<S extends FieldShape>(name: string, shape: S, policy: CellPolicy): BoundField<ShapeValues<Date>[S]> | undefined;
  custom(): BoundField<CustomValues>;
}

/** Joins a mapping and a header to readers of cells, so that reading a row needs no look-up by name. */
export function bindFields(header: readonly string[], mapping: Mapping, report: RowReport): BoundFields {
  const positions = new Map(header.map((name, i) => [name, i]));
  const columns: { column: string; position: number; target: ColumnTarget }[] = [];
  for (const [column, target] of Object.entries(mapping.columns)) {
    const position = positions.get(column);
    if (position !== undefined) columns.push({ column, position, target });
  }

  return {
    field(name, shape, policy) {
      const fallback = defaultOf(mapping, name, shape);
      const bound = columns.find(({ target }) => target.field === name);
      if (!bound) return fallback === undefined ? undefined : () => fallback;
      const { column, position, target } = bound;
      const read = replaceValues(target, (plain) => readerOf(shape, plain));
      return () => {
        const value = read(report.record.cells[position] ?? '');
        if (value instanceof CellFault) {
          if (policy === 'lenient') report.warn(column, value.code, value.reason);
          else report.reject(column, value.code, value.reason);
          return undefined;
        }
        if (value !== undefined || fallback !== undefined) return value ?? fallback;
        if (policy === 'required')
          report.reject(
            column,
            `missing-${dashed(name)}`,
            `the column "${column}" is empty, so the row has no ${name}`,
          );
        return undefined;
      };
    },
    custom() {
      const own = columns
        .filter(({ target }) => target.field === 'custom')
        .map(({ column, position, target }) => ({
          column,
          position,
          name: target.name ?? column,
          read: replaceValues(target, customReaderOf),
        }));
      return () => {
        let values: CustomValues | undefined;
        for (const { column, position, name, read } of own) {
          const value = read(report.record.cells[position] ?? '');
          if (value === undefined) continue;
          if (value instanceof CellFault) {
            report.warn(column, value.code, value.reason);
            continue;
          }
          values ??= Object.create(null) as CustomValues;
          values[name] = value;
        }
        return values;
      };
    },
  };
}

function defaultOf<S extends FieldShape>(mapping: Mapping, field: string, shape: S): ShapeValues<Date>[S] | undefined {
  const text = Object.hasOwn(mapping.defaults ?? {}, field) ? mapping.defaults?.[field] : undefined;
  if (text === undefined) return undefined;
  const value = readerOf(shape, { field })(text);
  return value instanceof CellFault ? undefined : value;
}

const dashed = (field: string): string => field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
