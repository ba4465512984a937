import {
  allowsCustom,
  type ColumnPreview,
  type CustomType,
  customTypes,
  type Field,
  fieldsOf,
  type ImportKind,
  type Suggestion,
} from '@curio/contracts';
import { assign } from './assign.ts';
import { fitOf } from './fit.ts';
import { matchName, type NameMatch, scoreName } from './score-name.ts';
import { isIdLike, scoreValues } from './score-values.ts';

/** Suggestions below this confidence are not made. */
const minConfidence = 0.35;

interface Score {
  confidence: number;
  byName: boolean;
}
interface Candidate {
  column: ColumnPreview;
  position: number;
  match: NameMatch;
  /** Index among the id-like columns whose name matches no synonym; -1 for the others. */
  rank: number;
}

/**
 * The most likely field of each column: the best one-to-one assignment of the kind's fields to the columns, from names
 * (five languages) and from cells. Remaining columns become custom fields where they can describe an item or a user.
 */
export function suggestColumns(kind: ImportKind, columns: readonly ColumnPreview[]): (Suggestion | undefined)[] {
  let ranked = 0;
  const candidates = columns.map((column, position): Candidate => {
    const match = matchName(column.name);
    return { column, position, match, rank: match.fields.size === 0 && isIdLike(column) ? ranked++ : -1 };
  });
  const scored = fieldsOf(kind).map(([name, field]) => ({
    name,
    field,
    scores: candidates.map((candidate) => score(kind, name, field, candidate)),
  }));
  const assigned = assign(scored.map(({ scores }) => scores.map(({ confidence }) => confidence)));
  const suggestions = new Array<Suggestion | undefined>(columns.length).fill(undefined);
  scored.forEach(({ name, field, scores }, f) => {
    const position = assigned[f] ?? -1;
    const column = columns[position];
    const best = scores[position];
    if (!column || !best) return;
    const suggestion: Suggestion = {
      field: name,
      confidence: Math.round(best.confidence * 100) / 100,
      why: explain(name, field, column, best.byName),
    };
    if (field.shape === 'list' && column.separator !== undefined) suggestion.separator = column.separator;
    suggestions[position] = suggestion;
  });
  if (kind === 'items') useShortDescriptionAsTitle(columns, suggestions);
  if (allowsCustom(kind)) addCustom(kind, columns, suggestions);
  return suggestions;
}

function score(kind: ImportKind, name: string, field: Field, { column, position, match, rank }: Candidate): Score {
  // Of equal columns the leftmost wins.
  const penalty = Math.min(position, 40) * 0.0005;
  const byName = scoreName(kind, column.name, match, name) * fitOf(name, field, column);
  const byValues = match.fields.size > 0 ? 0 : scoreValues(kind, name, column, position, rank);
  const confidence = Math.max(byName, byValues) - penalty;
  return { confidence: confidence < minConfidence ? 0 : confidence, byName: byName >= byValues };
}

function explain(name: string, field: Field, column: ColumnPreview, byName: boolean): string {
  if (!byName) return `The cells look like ${cellsOf[name] ?? field.label}; the column name matches no field.`;
  const fits = column.filled > 0 && fitOf(name, field, column) === 1 ? ', and the cells fit' : '';
  return `The column name "${column.name}" matches ${field.label}${fits}.`;
}

/** Descriptions of the cells by which `scoreValues` finds a field. */
const cellsOf: Readonly<Record<string, string>> = {
  itemId: 'item ids',
  userId: 'user ids',
  title: 'names',
  description: 'long texts',
  categories: 'lists of categories',
  price: 'prices',
  imageUrl: 'addresses of pictures',
  url: 'web addresses',
  createdAt: 'dates',
  timestamp: 'dates',
  value: 'amounts',
  type: 'types of interaction',
};

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
    const type = customType(kind, column);
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

/** Undefined for columns of no use to a model (ids, links) and for personal data (e-mail addresses and names of users). */
function customType(kind: ImportKind, column: ColumnPreview): CustomType | undefined {
  if (column.filled === 0 || (kind === 'users' && column.type === 'text')) return undefined;
  return customTypes.find((type) => type === column.type);
}
