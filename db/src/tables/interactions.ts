import type { Selectable } from 'kysely';

export interface InteractionsTable {
  workspace_id: string;
  project_id: string;
  user_id: string;
  item_id: string;
  type: string;
  value: number | null;
  /** 1970-01-01 where the file gave no time. */
  occurred_at: Date;
  recommendation_id: string | null;
  import_id: string | null;
}
export type InteractionTableRow = Selectable<InteractionsTable>;
