import type { ImportKind, importFields, requiredFields } from '@curio/contracts';

// The contract's own lists would bring its schemas into the browser; the compiler holds these to them, entry by entry.
type Fields = { [K in ImportKind]: Record<(typeof importFields)[K][number], true> };
type Required = { [K in ImportKind]: Record<(typeof requiredFields)[K][number], true> };

const fields: Fields = {
  items: {
    itemId: true,
    title: true,
    description: true,
    categories: true,
    tags: true,
    price: true,
    imageUrl: true,
    url: true,
    ownerId: true,
    createdAt: true,
    hidden: true,
    custom: true,
    ignore: true,
  },
  users: { userId: true, custom: true, ignore: true },
  interactions: { userId: true, itemId: true, type: true, value: true, timestamp: true, ignore: true },
};

const required: Required = {
  items: { itemId: true },
  users: { userId: true },
  interactions: { userId: true, itemId: true, type: true },
};

/** What a column of a file of this kind can become. */
export const fieldsOf = (kind: ImportKind): string[] => Object.keys(fields[kind]);
export const requiredOf = (kind: ImportKind): string[] => Object.keys(required[kind]);
