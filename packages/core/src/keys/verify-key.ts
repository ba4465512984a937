import { createHash } from 'node:crypto';
import { isWellFormedKey } from '@curio/contracts';
import { type ApiKeyRow, type Db, sql, tenant } from '@curio/db';

export interface KeyVerifier {
  /** The key's row, or undefined where it is malformed, unknown or revoked. */
  verify(key: string): Promise<ApiKeyRow | undefined>;
  /** Writes when each key was last used: one statement a workspace, for the caller to run now and then. */
  flushLastUsed(): Promise<void>;
}

// A revoked key must be refused within a second on every replica, so nothing is believed for longer than this.
const believedForMs = 750;
const heldAtMost = 10_000;

/** Looks keys up by their SHA-256, at most once in `believedForMs` for each. */
export function createKeyVerifier(db: Db): KeyVerifier {
  const known = new Map<string, { until: number; row: Promise<ApiKeyRow | undefined> }>();
  const used = new Map<string, { workspaceId: string; at: Date }>();

  async function find(hash: Buffer): Promise<ApiKeyRow | undefined> {
    // A function that answers a composite null as a row of nulls.
    const { rows } = await sql<ApiKeyRow | { id: null }>`select * from find_api_key(${hash})`.execute(db);
    const row = rows[0];
    return row && row.id !== null ? row : undefined;
  }

  return {
    async verify(key) {
      if (!isWellFormedKey(key)) return undefined;
      const hash = createHash('sha256').update(key).digest();
      const name = hash.toString('base64');
      const now = Date.now();
      let entry = known.get(name);
      if (!entry || entry.until < now) {
        entry = { until: now + believedForMs, row: find(hash) };
        entry.row.catch(() => known.delete(name));
        if (known.size >= heldAtMost) known.clear();
        known.set(name, entry);
      }
      const row = await entry.row;
      if (row) used.set(row.id, { workspaceId: row.workspace_id, at: new Date(now) });
      return row;
    },

    async flushLastUsed() {
      const byWorkspace = Map.groupBy([...used], ([, use]) => use.workspaceId);
      used.clear();
      for (const [workspaceId, uses] of byWorkspace) {
        await tenant(db, { workspaceId }, async (trx) => {
          await sql`
            update api_keys k set last_used_at = u.at
            from unnest(${uses.map(([id]) => id)}::text[], ${uses.map(([, use]) => use.at.toISOString())}::timestamptz[]) u (id, at)
            where k.id = u.id and (k.last_used_at is null or k.last_used_at < u.at)`.execute(trx);
        });
      }
    },
  };
}
