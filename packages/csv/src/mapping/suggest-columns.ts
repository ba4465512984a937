import { allowsCustom, type ColumnPreview, fieldsOf, type ImportKind, type Suggestion } from '@curio/contracts';
import { assign } from './assign.ts';
import { calibrate } from './calibrate.ts';
import { customTypeOf } from './custom-type.ts';
import { readName } from './read-name.ts';
import { canBeIds, type Evidence, sumOf, type WeighedColumn, weighColumn } from './weigh-column.ts';

/** Suggestions with less evidence are not made; required fields are, with little. */
const minEvidence = -0.5;
const minRequiredEvidence = -2.2;

/** Shares of a column's distinct cells that are ids of the project's items and users, by column name. */
export type KnownIds = ReadonlyMap<string, NonNullable<WeighedColumn['known']>>;

/**
 * The most likely field of each column: the best one-to-one assignment of the kind's fields to the columns, from names
 * (fifteen languages), from cells, and from the ids that the project has. Remaining columns become custom fields where they
 * can describe an item or a user.
 */
export function suggestColumns(
  kind: ImportKind,
  columns: readonly ColumnPreview[],
  known?: KnownIds,
): (Suggestion | undefined)[] {
  let ranked = 0;
  const names = columns.map((column) => readName(column.name));
  const nameless = names.filter((name) => name.concepts.size === 0).length / columns.length;
  const weighed = columns.map((column, position): WeighedColumn => {
    const name = names[position]!;
    const rank = name.concepts.size === 0 && canBeIds(column) ? ranked++ : -1;
    const shares = known?.get(column.name);
    return { column, name, position, rank, nameless, ...(shares && { known: shares }) };
  });
  const scored = fieldsOf(kind).map(([name, field]) => ({
    name,
    field,
    least: field.required && field.shape === 'id' ? minRequiredEvidence : minEvidence,
    evidence: weighed.map((column) => weighColumn(kind, name, column)),
  }));
  const assigned = assign(
    scored.map(({ evidence, least }) =>
      evidence.map((pieces, position) => (pieces ? Math.max(0, sumOf(pieces, position) - least) : 0)),
    ),
  );
  const suggestions = new Array<Suggestion | undefined>(columns.length).fill(undefined);
  scored.forEach(({ name, field, evidence }, f) => {
    const position = assigned[f] ?? -1;
    const column = columns[position];
    const pieces = evidence[position];
    if (!column || !pieces) return;
    const suggestion: Suggestion = {
      field: name,
      confidence: Math.round(calibrate(sumOf(pieces, position)) * 100) / 100,
      why: explain(pieces),
    };
    if (field.shape === 'list' && column.separator !== undefined) suggestion.separator = column.separator;
    suggestions[position] = suggestion;
  });
  if (kind === 'interactions') useNameAsItemId(weighed, suggestions);
  if (kind === 'items') useShortDescriptionAsTitle(columns, suggestions);
  if (allowsCustom(kind)) addCustom(kind, columns, suggestions);
  return suggestions;
}

/** The strongest evidence for and against, as two sentences. */
function explain(evidence: readonly Evidence[]): string {
  const pieces = evidence.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const list = (some: readonly Evidence[]) => [...new Set(some.map(({ says }) => says))].slice(0, 3).join(', ');
  const pro = list(pieces.filter(({ weight }) => weight > 0));
  const contra = list(pieces.filter(({ weight }) => weight < 0));
  return `${pro === '' ? 'No other column fits better.' : `For: ${pro}.`}${contra === '' ? '' : ` Against: ${contra}.`}`;
}

/** Some logs of events identify items by name alone. */
function useNameAsItemId(columns: readonly WeighedColumn[], suggestions: (Suggestion | undefined)[]): void {
  if (suggestions.some((suggestion) => suggestion?.field === 'itemId')) return;
  const position = columns.findIndex(
    ({ column, name }, i) =>
      suggestions[i] === undefined &&
      (column.type === 'text' || column.type === 'category') &&
      column.meanLength <= maxTitleLength &&
      !['user', 'person', 'place', 'category', 'owner', 'brand'].some((other) => name.concepts.has(other as never)) &&
      (name.concepts.has('name') || name.concepts.has('item') || name.concepts.has('work')),
  );
  if (position >= 0)
    suggestions[position] = {
      field: 'itemId',
      confidence: 0.55,
      why: 'For: the cells are names of items. Against: no column has ids of items.',
    };
}

/** Longest mean length of descriptions that can be titles, in characters. */
const maxTitleLength = 80;

/** Exports of shops often have the name of a product under `Description`, and no title. */
function useShortDescriptionAsTitle(columns: readonly ColumnPreview[], suggestions: (Suggestion | undefined)[]): void {
  if (suggestions.some((suggestion) => suggestion?.field === 'title')) return;
  const position = suggestions.findIndex((suggestion) => suggestion?.field === 'description');
  const column = columns[position];
  if (!column || column.meanLength > maxTitleLength) return;
  suggestions[position] = {
    field: 'title',
    confidence: 0.8,
    why: 'No other column matches Title, and the cells are short.',
  };
}

function addCustom(kind: ImportKind, columns: readonly ColumnPreview[], suggestions: (Suggestion | undefined)[]): void {
  const [idField] = fieldsOf(kind).find(([, field]) => field.required) ?? [];
  const id = columns[suggestions.findIndex((suggestion) => suggestion?.field === idField)];
  // A file with many rows for each id lists events; its other columns do not describe the item or user.
  const oneRowEach = id === undefined || id.distinct >= id.filled * 0.9;
  columns.forEach((column, i) => {
    const type = customTypeOf(kind, column);
    if (suggestions[i] || !oneRowEach || type === undefined) return;
    const suggestion: Suggestion = {
      field: 'custom',
      confidence: 0.5,
      why: `Matches no field: kept as your own field of type ${type}.`,
    };
    if (column.separator !== undefined) suggestion.separator = column.separator;
    suggestions[i] = suggestion;
  });
}
