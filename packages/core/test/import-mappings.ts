import type { ColumnTarget, ImportKind, Mapping } from '@curio/contracts';

/** Mappings of the columns that tests of imports use; `moreOfItems` for files of items with further columns. */
export const mappingsWith = (moreOfItems: Record<string, ColumnTarget> = {}): Record<ImportKind, Mapping> => ({
  items: {
    columns: {
      id: { field: 'itemId' },
      title: { field: 'title' },
      price: { field: 'price' },
      ...moreOfItems,
      colour: { field: 'custom', name: 'colour' },
    },
  },
  users: { columns: { id: { field: 'userId' }, colour: { field: 'custom', name: 'colour' } } },
  interactions: {
    columns: {
      user: { field: 'userId' },
      item: { field: 'itemId' },
      value: { field: 'value' },
      at: { field: 'timestamp' },
    },
    defaults: { type: 'rating' },
  },
});
