import type { ColumnPreview, ColumnTarget, ImportKind, Mapping, Suggestion } from '../table/record.ts';
import { assign } from './assign.ts';
import { fieldsNamed } from './field-names.ts';
import { allowsCustom, fields } from './fields.ts';
import { nameWords } from './name-words.ts';
import { type Meaning, meaningOf, scoreName } from './score-name.ts';
import { fitOf, idLike, scoreValues } from './score-values.ts';

const threshold = 0.35;

interface Judged {
  score: number;
  byName: boolean;
}

/**
 * What each column most likely becomes: the best one-to-one assignment of the kind's fields to the columns, from names
 * (five languages) and from cells. What is left becomes a custom field where it can describe an item or a user.
 */
export function suggestColumns(kind: ImportKind, columns: readonly ColumnPreview[]): (Suggestion | undefined)[] {
  const names = Object.keys(fields[kind]);
  const meanings = columns.map((column) => meaningOf(column.name));
  let rank = 0;
  const ranks = columns.map((column, i) => (meanings[i]!.fields.size === 0 && idLike(column) ? rank++ : -1));
  const judged = names.map((field) =>
    columns.map((column, i) => judge(kind, field, column, i, meanings[i]!, ranks[i]!)),
  );
  const chosen = assign(judged.map((row) => row.map(({ score }) => score)));
  const result = new Array<Suggestion | undefined>(columns.length).fill(undefined);
  names.forEach((field, f) => {
    const i = chosen[f]!;
    if (i < 0) return;
    const { score, byName } = judged[f]![i]!;
    result[i] = { field, confidence: Math.round(score * 100) / 100, why: explain(field, columns[i]!, byName) };
    const { separator } = columns[i]!;
    if (separator !== undefined && (field === 'categories' || field === 'tags')) result[i].separator = separator;
  });
  if (kind === 'items') useShortDescriptionAsTitle(columns, result);
  if (allowsCustom(kind)) addCustom(kind, columns, result);
  return result;
}

function judge(
  kind: ImportKind,
  field: string,
  column: ColumnPreview,
  i: number,
  meaning: Meaning,
  rank: number,
): Judged {
  const earlier = Math.min(i, 40) * 0.0005;
  const named = scoreName(kind, column.name, meaning, field) * fitOf(field, column);
  const seen = meaning.fields.size > 0 ? 0 : scoreValues(kind, field, column, i, rank);
  const score = Math.max(named, seen) - earlier;
  return { score: score < threshold ? 0 : score, byName: named >= seen };
}

function explain(field: string, column: ColumnPreview, byName: boolean): string {
  if (!byName) return `The cells look like ${looks[field] ?? field}; the name does not say.`;
  const sure = column.filled > 0 && fitOf(field, column) === 1 ? ', and the cells fit' : '';
  return `The name "${column.name}" says so${sure}.`;
}

const looks: Record<string, string> = {
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
  type: 'a few kinds of event',
};

/** A shop's export often has the name under `Description` and no title at all. */
function useShortDescriptionAsTitle(columns: readonly ColumnPreview[], result: (Suggestion | undefined)[]): void {
  const title = result.find((suggestion) => suggestion?.field === 'title');
  const i = result.findIndex((suggestion) => suggestion?.field === 'description');
  if (title || i < 0 || columns[i]!.meanLength > 80) return;
  result[i] = { field: 'title', confidence: 0.8, why: 'Nothing else names the item, and the texts are short.' };
}

function addCustom(kind: ImportKind, columns: readonly ColumnPreview[], result: (Suggestion | undefined)[]): void {
  const id = columns[result.findIndex((suggestion) => suggestion?.field === (kind === 'items' ? 'itemId' : 'userId'))];
  // A file with many rows per id is about events; its other columns change from row to row and describe nobody.
  const oneRowEach = id === undefined || id.distinct >= id.filled * 0.9;
  columns.forEach((column, i) => {
    if (result[i] || !oneRowEach || customType(kind, column) === undefined) return;
    const suggestion: Suggestion = { field: 'custom', confidence: 0.5, why: `A ${column.type} of your own.` };
    if (column.separator !== undefined) suggestion.separator = column.separator;
    result[i] = suggestion;
  });
}

/** Undefined for what tells a model nothing (ids, links) or is nobody's business (a user's e-mail address and name). */
function customType(kind: ImportKind, column: ColumnPreview): string | undefined {
  if (column.filled === 0 || column.type === 'id' || column.type === 'url' || column.type === 'email') return undefined;
  return kind === 'users' && column.type === 'text' ? undefined : column.type;
}

/**
 * A mapping to start from, one target for every column. Objects have no prototype: a column may be called `__proto__`.
 * For interactions without a column of types, `defaults.type` is rating, purchase or view, whichever the names suggest.
 */
export function suggestMapping(kind: ImportKind, columns: readonly ColumnPreview[]): Mapping {
  const targets: Record<string, ColumnTarget> = Object.create(null);
  const suggestions = suggestColumns(kind, columns);
  const owned = new Set<string>();
  columns.forEach((column, i) => {
    const suggestion = suggestions[i];
    const target: ColumnTarget = { field: suggestion?.field ?? 'ignore' };
    if (suggestion?.separator !== undefined) target.separator = suggestion.separator;
    if (target.field === 'custom') {
      target.name = ownName(column.name, i, owned);
      target.type = column.type;
    }
    const shape = target.field === 'custom' ? column.type : fields[kind][target.field];
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

const ownNameLength = 64;

/** A column may carry a whole sentence as its name; a custom field may not. */
function ownName(column: string, i: number, owned: Set<string>): string {
  const short = column.slice(0, ownNameLength).toWellFormed();
  const name = owned.has(short) ? `${short.slice(0, ownNameLength - 6)} ${i + 1}` : short;
  owned.add(name);
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
