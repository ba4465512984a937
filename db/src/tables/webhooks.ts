import type { Endpoint, WebhookEvent, WebhookPayload } from '@curio/contracts';
import type { ColumnType, Generated, Selectable } from 'kysely';

export interface WebhookEndpointsTable {
  id: string;
  workspace_id: string;
  project_id: string;
  url: string;
  events: WebhookEvent[];
  /** AES-256-GCM: nonce, tag, ciphertext. */
  secret: Buffer;
  created_at: Generated<Date>;
  disabled_at: Date | null;
  disabled_reason: string | null;
}
export type WebhookEndpointRow = Selectable<WebhookEndpointsTable>;

export interface WebhookDeliveriesTable {
  id: string;
  workspace_id: string;
  project_id: string;
  endpoint_id: string;
  type: WebhookEvent;
  payload: ColumnType<WebhookPayload, string, never>;
  status: Generated<NonNullable<Endpoint['lastDelivery']>['status']>;
  attempts: Generated<number>;
  http_status: number | null;
  error: string | null;
  created_at: Generated<Date>;
  attempted_at: Date | null;
}
export type WebhookDeliveryRow = Selectable<WebhookDeliveriesTable>;
