import type { PlacementSettings } from '@curio/contracts';
import type { CustomType } from '@curio/contracts/fields';
import type { Generated } from 'kysely';
import type { Json } from './json.ts';

/** u(sers), i(tems), c(atalogue: all items and users) or p(roject settings). */
export type ChangeKind = 'u' | 'i' | 'c' | 'p';

export interface ChangesTable {
  /** The transaction that wrote the row. */
  xid: Generated<string>;
  project_number: number;
  kind: ChangeKind;
  /** Of the users or items that changed; empty for all users of the project and for the other kinds. */
  ids: string[];
}

export interface PlacementsTable {
  workspace_id: string;
  project_id: string;
  name: string;
  settings: Json<PlacementSettings>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

/** The type that the first value of an owner-defined field, or the mapping of an import, has given it. */
export interface CustomFieldsTable {
  workspace_id: string;
  project_id: string;
  /** Of u(sers) or i(tems). */
  kind: 'u' | 'i';
  name: string;
  type: CustomType;
}

export interface InsightCountsTable {
  impressions: Generated<number>;
  clicks: Generated<number>;
  conversions: Generated<number>;
  project_number: number;
  /** 0 where no model was used. */
  version: number;
  day: string;
  /** Empty where the recommendation had no placement. */
  placement: string;
}

/** Answers that a repeated request with the same Idempotency-Key gets. */
export interface IdempotencyKeysTable {
  workspace_id: string;
  actor_id: string;
  key: string;
  /** SHA-256 of the method, path and body. */
  request_hash: Buffer;
  /** Of the request that is under way or was answered. */
  attempt: string;
  /** From then on, an unanswered request counts as lost with its process. */
  locked_until: Date;
  /** null while the first request is under way. */
  status: number | null;
  content_type: string | null;
  /** Encrypted. */
  body: Buffer | null;
  created_at: Generated<Date>;
}

export interface UsageCountsTable {
  count: number;
  workspace_id: string;
  day: string;
  /** Empty for what concerns the workspace. */
  project_id: string;
  kind: string;
}
