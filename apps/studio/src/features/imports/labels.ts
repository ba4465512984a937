import type { ImportMode, UnknownItems } from '@curio/contracts';
import { fieldOf, fieldsOf, type ImportKind, importKinds } from '@curio/contracts/fields';

export const kindLabels: Record<ImportKind, { title: string; one: string; note: string; example: string }> = {
  items: {
    title: 'Items',
    one: 'item',
    note: 'Your catalogue: one row per item that can be recommended.',
    example: exampleOf('items', ['itemId', 'title', 'categories', 'price']),
  },
  interactions: {
    title: 'Interactions',
    one: 'interaction',
    note: 'User actions: one row per purchase, view, rating or like.',
    example: exampleOf('interactions', ['userId', 'itemId', 'type', 'timestamp']),
  },
  users: {
    title: 'Users',
    one: 'user',
    note: 'Attributes of your users: optional, one row per user.',
    example: 'userId,country,memberSince\nu-17,NL,2024-05-01\nu-18,DE,2025-11-20',
  },
};

/** Two rows of a CSV file with these fields. */
function exampleOf(kind: ImportKind, names: readonly string[]): string {
  const shown = fieldsOf(kind).filter(([name]) => names.includes(name));
  const row = (index: 0 | 1) => shown.map(([, field]) => field.examples[index]).join(',');
  return [shown.map(([name]) => name).join(','), row(0), row(1)].join('\n');
}

const labels: Readonly<Record<string, string>> = {
  ...Object.fromEntries(importKinds.flatMap((kind) => fieldsOf(kind).map(([name, field]) => [name, field.label]))),
  custom: 'Own field',
  ignore: 'Leave out',
};

/** The label of a field, of `custom` or of `ignore`. */
export const labelOf = (field: string): string => labels[field] ?? field;
/** What a field is for, where its label does not say it. */
export const helpOf = (kind: ImportKind, field: string): string | undefined => fieldOf(kind, field)?.help;

export const unknownItemLabels: Record<UnknownItems, { title: string; note: string }> = {
  keep: { title: 'Keep the rows', note: 'The items are recommended once the catalogue has them.' },
  create: { title: 'Create the items', note: 'They are added to the catalogue with their ids alone.' },
  drop: { title: 'Reject the rows', note: 'They are listed with the rejected rows.' },
};

export const modeLabels: Record<ImportMode, { title: string; note: string }> = {
  upsert: {
    title: 'Add and update',
    note: 'New rows are added, existing rows are updated, all other rows stay. Suits most files.',
  },
  append: {
    title: 'Add only',
    note: 'New rows are added; existing rows stay unchanged.',
  },
  replace: {
    title: 'Replace everything',
    note: 'The project keeps only the rows of this file. All other rows of this kind are removed.',
  },
};
