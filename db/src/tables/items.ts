import type { Generated, JSONColumnType, Selectable } from 'kysely';

export interface ItemsTable {
  workspace_id: string;
  project_id: string;
  item_id: string;
  title: string | null;
  description: string | null;
  categories: Generated<string[]>;
  tags: Generated<string[]>;
  price: number | null;
  image_url: string | null;
  url: string | null;
  owner_id: string | null;
  created_at: Date | null;
  hidden: Generated<boolean>;
  custom: JSONColumnType<Record<string, unknown>>;
  import_id: string | null;
  updated_at: Generated<Date>;
}
export type ItemTableRow = Selectable<ItemsTable>;
