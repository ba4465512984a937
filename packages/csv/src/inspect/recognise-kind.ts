import type { ColumnPreview, ImportKind, Recognised, Suggestion } from '@curio/contracts';
import { suggestColumns } from '../mapping/suggest-columns.ts';
import { inTurns } from '../table/in-turns.ts';

/** Shares of distinct ids above which each row is about another item or user. */
const uniqueShare = 0.98;
/** A given kind is called wrong where the recognised one is this much more confident. */
const clearLead = 0.3;
const minConfidence = 0.6;

/**
 * What the rows of a file are, from its columns: interactions name a user and an item, which repeat; items and users have one
 * row for each id.
 * @param given the kind that the user chose, if any
 */
export const recogniseKind = (columns: readonly ColumnPreview[], given?: ImportKind): Promise<Recognised> =>
  inTurns(recogniseSteps(columns, given));

type Suggested = Record<ImportKind, readonly (Suggestion | undefined)[]>;

function* recogniseSteps(
  columns: readonly ColumnPreview[],
  given: ImportKind | undefined,
): Generator<void, Recognised> {
  const interactions = suggestColumns('interactions', columns);
  yield;
  const items = suggestColumns('items', columns);
  yield;
  const suggested = { interactions, items, users: suggestColumns('users', columns) };
  const scores = scoreKinds(columns, suggested);
  const kinds = (['interactions', 'items', 'users'] as const).toSorted((a, b) => scores[b] - scores[a]);
  const [kind, second] = kinds as [ImportKind, ImportKind];
  const lead = scores[kind] - scores[given === undefined || given === kind ? second : given];
  const confidence = Math.round(scores[kind] * (0.5 + Math.min(lead, 0.5)) * 100) / 100;
  const differs = given !== undefined && given !== kind && scores[kind] >= minConfidence && lead >= clearLead;
  return { kind, confidence, why: explain(kind, columns, suggested[kind]), differs };
}

function scoreKinds(
  columns: readonly ColumnPreview[],
  { interactions, items, users }: Suggested,
): Record<ImportKind, number> {
  const both = Math.min(confidenceOf(interactions, 'userId'), confidenceOf(interactions, 'itemId'));
  const measured = Math.max(...['timestamp', 'value', 'type'].map((field) => confidenceOf(interactions, field)));
  const described = Math.max(
    ...['title', 'price', 'categories', 'description', 'imageUrl', 'url'].map((field) => confidenceOf(items, field)),
  );
  const namesItem = confidenceOf(interactions, 'itemId');
  return {
    interactions: both * (measured >= 0.5 ? 1 : 0.8),
    items: idConfidence(items, 'itemId', columns) * (described >= 0.45 ? 1 : 0.7) * (1 - both / 2),
    users: idConfidence(users, 'userId', columns) * (1 - both / 2) * (namesItem >= 0.8 ? 0.5 : 1),
  };
}

const confidenceOf = (suggestions: readonly (Suggestion | undefined)[], field: string): number =>
  suggestions.find((suggestion) => suggestion?.field === field)?.confidence ?? 0;

/** Confidence that a column is the id of the rows: lower where it repeats. */
function idConfidence(
  suggestions: readonly (Suggestion | undefined)[],
  field: string,
  columns: readonly ColumnPreview[],
): number {
  const column = columns[suggestions.findIndex((suggestion) => suggestion?.field === field)];
  if (!column || column.filled === 0) return 0;
  const unique = column.distinct / column.filled;
  return confidenceOf(suggestions, field) * (unique >= uniqueShare ? 1 : unique * 0.6);
}

const explanations: Readonly<Record<ImportKind, [sentence: string, fields: readonly string[]]>> = {
  interactions: ['Each row names a user and an item', ['userId', 'itemId']],
  items: ['Each row describes one item', ['itemId', 'title']],
  users: ['Each row describes one user', ['userId']],
};

/** Such as `Each row names a user and an item (columns "userId" and "movieId").` */
function explain(
  kind: ImportKind,
  columns: readonly ColumnPreview[],
  suggestions: readonly (Suggestion | undefined)[],
): string {
  const [sentence, fields] = explanations[kind];
  const names = fields.flatMap((field) => {
    const column = columns[suggestions.findIndex((suggestion) => suggestion?.field === field)];
    return column ? [`"${column.name.slice(0, 60)}"`] : [];
  });
  if (names.length === 0) return `${sentence}.`;
  return `${sentence} (${names.length > 1 ? 'columns' : 'column'} ${names.join(' and ')}).`;
}
