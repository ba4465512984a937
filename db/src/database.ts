import type { ApiKeysTable } from './tables/api-keys.ts';
import type { AuthMemberTable, AuthOrganizationTable, AuthUserTable } from './tables/auth.ts';
import type {
  ImportRejectionsTable,
  ImportsTable,
  ImportUndoInteractionsTable,
  ImportUndoRowsTable,
  UploadsTable,
} from './tables/imports.ts';
import type {
  EventDetailsTable,
  IdNumbersTable,
  InteractionsTable,
  ProjectCountsTable,
} from './tables/interactions.ts';
import type { ItemsTable } from './tables/items.ts';
import type { ModelChunksTable, ModelsTable } from './tables/models.ts';
import type { ProjectsTable } from './tables/projects.ts';
import type { SavedMappingsTable } from './tables/saved-mappings.ts';
import type {
  ChangesTable,
  CustomFieldsTable,
  IdempotencyKeysTable,
  InsightCountsTable,
  PlacementsTable,
  UsageCountsTable,
} from './tables/serving.ts';
import type { UsersTable } from './tables/users.ts';
import type { WebhookDeliveriesTable, WebhookEndpointsTable } from './tables/webhooks.ts';

export interface Database {
  'auth.user': AuthUserTable;
  'auth.member': AuthMemberTable;
  'auth.organization': AuthOrganizationTable;
  projects: ProjectsTable;
  api_keys: ApiKeysTable;
  items: ItemsTable;
  users: UsersTable;
  id_numbers: IdNumbersTable;
  interactions: InteractionsTable;
  event_details: EventDetailsTable;
  project_counts: ProjectCountsTable;
  imports: ImportsTable;
  import_rejections: ImportRejectionsTable;
  import_undo_rows: ImportUndoRowsTable;
  import_undo_interactions: ImportUndoInteractionsTable;
  saved_mappings: SavedMappingsTable;
  uploads: UploadsTable;
  models: ModelsTable;
  model_chunks: ModelChunksTable;
  webhook_endpoints: WebhookEndpointsTable;
  webhook_deliveries: WebhookDeliveriesTable;
  changes: ChangesTable;
  placements: PlacementsTable;
  custom_fields: CustomFieldsTable;
  insight_counts: InsightCountsTable;
  idempotency_keys: IdempotencyKeysTable;
  usage_counts: UsageCountsTable;
}
