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

/** How a field is called and what it is for. */
export const fieldWords: Record<string, { label: string; note: string }> = {
  itemId: { label: 'Item id', note: 'Kept exactly as given' },
  userId: { label: 'User id', note: 'Kept exactly as given' },
  title: { label: 'Title', note: 'Shown, and read for likeness' },
  description: { label: 'Description', note: 'Read for likeness' },
  categories: { label: 'Categories', note: 'A list, such as genres' },
  tags: { label: 'Tags', note: 'A list of free words' },
  price: { label: 'Price', note: 'A number' },
  imageUrl: { label: 'Picture', note: 'Address of a cover or photo' },
  url: { label: 'Page', note: 'Address of the item’s page' },
  ownerId: { label: 'Owner id', note: 'Seller or author, never recommended their own' },
  createdAt: { label: 'Created at', note: 'When it was added' },
  hidden: { label: 'Hidden', note: 'Yes: never recommended' },
  type: { label: 'Type', note: 'view, purchase, rating, …' },
  value: { label: 'Value', note: 'Rating, quantity or amount' },
  timestamp: { label: 'Time', note: 'When it happened' },
  custom: { label: 'Own field', note: 'Kept under a name of yours' },
  ignore: { label: 'Leave out', note: 'The column is not imported' },
};

export const labelOf = (field: string): string => fieldWords[field]?.label ?? field;

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
