import {
  type ColumnPreview,
  type ColumnTarget,
  type CustomType,
  type Field,
  fieldOf,
  type ImportKind,
  type Mapping,
  type RowRule,
} from '@curio/contracts';
import { customTypeOf } from './custom-type.ts';
import type { Concept } from './lexicon.ts';
import { readName } from './read-name.ts';
import { type KnownIds, suggestColumns } from './suggest-columns.ts';

/**
 * A mapping to start from, one target for every column. Objects have no prototype: a column may be called `__proto__`.
 * For interactions without a column of types, `defaults.type` is rating, play, purchase, tag or view, by the names of the columns.
 */
export function suggestMapping(kind: ImportKind, columns: readonly ColumnPreview[], known?: KnownIds): Mapping {
  const targets: Record<string, ColumnTarget> = Object.create(null);
  const suggestions = suggestColumns(kind, columns, known);
  const takenNames = new Set<string>();
  columns.forEach((column, i) => {
    const suggestion = suggestions[i];
    const target: ColumnTarget = { field: suggestion?.field ?? 'ignore' };
    if (suggestion?.separator !== undefined) target.separator = suggestion.separator;
    const type = customTypeOf(kind, column);
    if (target.field === 'custom') {
      target.name = customName(column.name, i, takenNames);
      if (type) target.type = type;
    }
    const shape: Field['shape'] | CustomType | undefined =
      target.field === 'custom' ? type : fieldOf(kind, target.field)?.shape;
    if (shape === 'date' && column.dateOrder !== undefined) target.dateOrder = column.dateOrder;
    if ((shape === 'number' || shape === 'price') && column.decimal !== undefined) target.decimal = column.decimal;
    targets[column.name] = target;
  });
  if (kind !== 'interactions' || suggestions.some((suggestion) => suggestion?.field === 'type'))
    return { columns: targets };
  const value = columns[suggestions.findIndex((suggestion) => suggestion?.field === 'value')];
  const defaults: Record<string, string> = Object.create(null);
  defaults.type = defaultType(columns, value);
  const rules = refundRules(defaults.type, value);
  return { columns: targets, defaults, ...(rules.length > 0 && { rules }) };
}

const maxCustomName = 64;

/** A column may have a whole sentence as its name; a custom field may not. */
function customName(column: string, i: number, taken: Set<string>): string {
  const short = column.slice(0, maxCustomName).toWellFormed();
  const name = taken.has(short) ? `${short.slice(0, maxCustomName - 6)} ${i + 1}` : short;
  taken.add(name);
  return name;
}

/**
 * Rating, play, purchase or tag by the names of the columns, else view.
 */
function defaultType(columns: readonly ColumnPreview[], value: ColumnPreview | undefined): string {
  const measured = readName(value?.name ?? '').concepts;
  if (measured.has('rating')) return 'rating';
  if (measured.has('duration')) return 'play';
  const bought = columns.some(({ name }) => {
    const { concepts } = readName(name);
    return ['order', 'price', 'quantity', 'currency'].some((word) => concepts.has(word as Concept));
  });
  if (bought) return 'purchase';
  return columns.some(({ name }) => readName(name).concepts.has('tag')) ? 'tag' : 'view';
}

/** Exports of shops write what customers sent back as negative quantities. */
function refundRules(type: string, value: ColumnPreview | undefined): RowRule[] {
  if (type !== 'purchase' || value === undefined || value.type !== 'number') return [];
  return [{ column: value.name, below: 0, set: { type: 'refund' } }];
}
