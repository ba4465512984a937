import type { Key, Page, PageQuery } from '@curio/contracts';
import { type ApiKeyRow, tenant } from '@curio/db';
import { authoriseWorkspace } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { earlier, readCursor, toPage } from '../platform/page.ts';
import { rateLimitOf } from './verify-key.ts';

/** Newest first, revoked and expired ones included. */
export async function listKeys(context: Context, query: PageQuery): Promise<Page<Key>> {
  authoriseWorkspace(context, 'admin');
  const after = readCursor(context, 'keys', query);
  return tenant(context.db, context, async (trx) => {
    const rows = await trx
      .selectFrom('api_keys')
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .where(earlier(after))
      .limit(query.limit + 1)
      .execute();
    return toPage(context, 'keys', query, rows, (row) => [row.created_at.toISOString(), row.id], toKey);
  });
}

export function toKey(row: ApiKeyRow): Key {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    last4: row.last4,
    scopes: row.scopes,
    projects: row.project_ids,
    environment: row.environment,
    rateLimit: rateLimitOf(row) ?? null,
    origins: row.origins,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    replacedBy: row.replaced_by,
  };
}
