import type { ItemColumns } from '@curio/contracts/fields';
import type { Generated, JSONColumnType, Selectable } from 'kysely';

/** From the field descriptors of contracts. Columns that are never null have a default, except the id. */
type FieldColumns = {
  [C in keyof ItemColumns]: C extends 'item_id'
    ? string
    : null extends ItemColumns[C]
      ? ItemColumns[C]
      : Generated<ItemColumns[C]>;
};

export interface ItemsTable extends FieldColumns {
  workspace_id: string;
  project_id: string;
  custom: JSONColumnType<Record<string, unknown>>;
  import_id: string | null;
  updated_at: Generated<Date>;
}
export type ItemTableRow = Selectable<ItemsTable>;
