import type { ImportKind, ImportMode } from '@curio/contracts';

export const kindWords: Record<ImportKind, { title: string; one: string; note: string; example: string }> = {
  items: {
    title: 'Items',
    one: 'item',
    note: 'Your catalogue: one row per item that can be recommended.',
    example:
      'itemId,title,categories,price\n00123,The Quiet Harbour,Novel|Sea,14.90\n00124,Bread for Beginners,Cooking,22.00',
  },
  interactions: {
    title: 'Interactions',
    one: 'interaction',
    note: 'What people did: one row per purchase, view, rating or like.',
    example:
      'userId,itemId,type,timestamp\nu-17,00123,purchase,2026-03-04T10:15:00Z\nu-17,00124,view,2026-03-05T18:02:11Z',
  },
  users: {
    title: 'Users',
    one: 'user',
    note: 'What you know about people: optional, one row per user.',
    example: 'userId,country,memberSince\nu-17,NL,2024-05-01\nu-18,DE,2025-11-20',
  },
};

const labels: Record<string, string> = {
  itemId: 'Item id',
  userId: 'User id',
  title: 'Title',
  description: 'Description',
  categories: 'Categories',
  tags: 'Tags',
  price: 'Price',
  imageUrl: 'Picture',
  url: 'Page address',
  ownerId: 'Owner id',
  createdAt: 'Created at',
  hidden: 'Hidden',
  type: 'Type of interaction',
  value: 'Value',
  timestamp: 'Time',
  custom: 'Own field',
  ignore: 'Leave out',
};
const hints: Record<string, string> = {
  ownerId: 'The seller or author; nobody is recommended their own.',
  hidden: 'Yes: the item is kept but never recommended.',
  value: 'A rating, a quantity or an amount.',
  createdAt: 'When the item was added; new ones can be favoured.',
};

/** How a field is called in the studio. */
export const labelOf = (field: string): string => labels[field] ?? field;
/** What a field is for, where its name does not say it. */
export const hintOf = (field: string): string | undefined => hints[field];

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
