import { allowsCustom, fieldsOf, type ImportKind } from '@curio/contracts/fields';
import type { BoundFields } from './bind-fields.ts';
import type { RowOf } from './row-of.ts';

/**
 * Reads the fields of a row. A row of items or users is kept without a cell that cannot be read; a row of interactions
 * is rejected, because a wrong time or value would mislead a model.
 */
export function mapFields<K extends ImportKind>(kind: K, bound: BoundFields): () => RowOf[K] {
  const optional = kind === 'interactions' ? 'strict' : 'lenient';
  const readers = fieldsOf(kind).flatMap(([name, field]) => {
    const read = bound.field(name, field.shape, field.required ? 'required' : optional);
    return read ? [{ name, read }] : [];
  });
  const readCustom = allowsCustom(kind) ? bound.custom() : undefined;
  return () => {
    const row: Record<string, unknown> = {};
    for (const { name, read } of readers) {
      const value = read();
      if (value !== undefined) row[name] = value;
    }
    const custom = readCustom?.();
    if (custom) row.custom = custom;
    // A row without its required fields is rejected, and its content unused.
    return row as RowOf[K];
  };
}
