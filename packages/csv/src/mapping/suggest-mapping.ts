import {
  type ColumnPreview,
  type ColumnTarget,
  type CustomType,
  customTypes,
  type Field,
  fieldOf,
  type ImportKind,
  type Mapping,
  type Suggestion,
} from '@curio/contracts';
import { nameWords } from './name-words.ts';
import { suggestColumns } from './suggest-columns.ts';
import { fieldsNamed } from './synonyms.ts';

/**
 * A mapping to start from, one target for every column. Objects have no prototype: a column may be called `__proto__`.
 * For interactions without a column of types, `defaults.type` is rating, purchase or view, by the names of the columns.
 */
export function suggestMapping(kind: ImportKind, columns: readonly ColumnPreview[]): Mapping {
  const targets: Record<string, ColumnTarget> = Object.create(null);
  const suggestions = suggestColumns(kind, columns);
  const takenNames = new Set<string>();
  columns.forEach((column, i) => {
    const suggestion = suggestions[i];
    const target: ColumnTarget = { field: suggestion?.field ?? 'ignore' };
    if (suggestion?.separator !== undefined) target.separator = suggestion.separator;
    const type = customTypes.find((type) => type === column.type);
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
  const defaults: Record<string, string> = Object.create(null);
  defaults.type = defaultType(columns, suggestions);
  return { columns: targets, defaults };
}

const maxCustomName = 64;

/** A column may have a whole sentence as its name; a custom field may not. */
function customName(column: string, i: number, taken: Set<string>): string {
  const short = column.slice(0, maxCustomName).toWellFormed();
  const name = taken.has(short) ? `${short.slice(0, maxCustomName - 6)} ${i + 1}` : short;
  taken.add(name);
  return name;
}

function defaultType(columns: readonly ColumnPreview[], suggestions: readonly (Suggestion | undefined)[]): string {
  const value = columns[suggestions.findIndex((suggestion) => suggestion?.field === 'value')]?.name ?? '';
  if (/overall|rat|star|scor|bewert|wert|stern|note|punt|calif|valor|estrell|beoord|sterren/i.test(value))
    return 'rating';
  const bought = (name: string): boolean =>
    fieldsNamed(nameWords(name).join('')).has('order') ||
    /quant|qty|purchas|order|invoice|price|amount|menge|anzahl|kauf|preis|achat|prix|compra|precio|cantidad|aantal|aankoop|prijs/i.test(
      name,
    );
  return columns.some((column) => bought(column.name)) ? 'purchase' : 'view';
}
