import type { ImportKind } from '../table/record.ts';

export type FieldShape = 'id' | 'text' | 'list' | 'number' | 'price' | 'link' | 'picture' | 'date' | 'boolean' | 'word';

/** What a kind of import can be told, in the order of its importance. `custom` comes on top for items and users. */
export const fields: Record<ImportKind, Record<string, FieldShape>> = {
  items: {
    itemId: 'id',
    title: 'text',
    description: 'text',
    categories: 'list',
    tags: 'list',
    price: 'price',
    imageUrl: 'picture',
    url: 'link',
    ownerId: 'id',
    createdAt: 'date',
    hidden: 'boolean',
  },
  users: { userId: 'id' },
  interactions: { userId: 'id', itemId: 'id', type: 'word', value: 'number', timestamp: 'date' },
};

/** Without these a row says nothing. A default may stand in for `type`, never for an id. */
export const requiredFields: Record<ImportKind, readonly string[]> = {
  items: ['itemId'],
  users: ['userId'],
  interactions: ['userId', 'itemId', 'type'],
};

export const customTypes = ['category', 'text', 'number', 'date', 'boolean', 'list', 'geo'] as const;
export const allowsCustom = (kind: ImportKind): boolean => kind !== 'interactions';
