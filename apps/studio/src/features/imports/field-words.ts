import type { ImportMode } from '@curio/contracts';
import { fieldOf, fieldsOf, type ImportKind, importKinds } from '@curio/contracts/fields';

export const kindWords: Record<ImportKind, { title: string; one: string; note: string; example: string }> = {
  items: {
    title: 'Items',
    one: 'item',
    note: 'Your catalogue: one row per item that can be recommended.',
    example: exampleOf('items', ['itemId', 'title', 'categories', 'price']),
  },
  interactions: {
    title: 'Interactions',
    one: 'interaction',
    note: 'What users did: one row per purchase, view, rating or like.',
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

/** The label of a field, or of what else a column can become. */
export const labelOf = (field: string): string => labels[field] ?? field;
/** What a field is for, where its label does not say it. */
export const helpOf = (kind: ImportKind, field: string): string | undefined => fieldOf(kind, field)?.help;

export const modeWords: Record<ImportMode, { title: string; note: string }> = {
  upsert: {
    title: 'Add and update',
    note: 'New rows are added, rows already there take the file’s values, everything else stays. Right for most files.',
  },
  append: {
    title: 'Add only',
    note: 'New rows are added; rows already there stay as they are.',
  },
  replace: {
    title: 'Replace everything',
    note: 'Afterwards there is exactly what this file holds. Rows that it does not name are removed.',
  },
};
