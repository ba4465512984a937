import type { InteractionRow, ItemRow, UserRow } from '@curio/contracts/fields';

/** The row of each kind of import. */
export interface RowOf {
  items: ItemRow;
  users: UserRow;
  interactions: InteractionRow;
}
