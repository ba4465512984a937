import { type UsageKind, usageKinds } from '@curio/contracts';
import { type Db, sql } from '@curio/db';
import { LRUCache } from 'lru-cache';

/** Per workspace and month; 0: none. */
export type Quotas = Record<UsageKind, number>;

/** What workspaces have used this month, for their quotas: the stored counts at the last flush, and those of this process since. */
export interface MonthlyTotals {
  used(workspaceId: string, kind: UsageKind): number | Promise<number>;
  add(workspaceId: string, kind: UsageKind, amount: number): void;
  /** Reads again what is stored for the workspaces of a flush: other processes count for them as well. */
  refresh(flushed: ReadonlyMap<string, Record<UsageKind, number>>): Promise<void>;
}

interface Total {
  month: string;
  stored: Record<UsageKind, number>;
  /** Counted by this process since, and not yet part of `stored`. */
  added: Record<UsageKind, number>;
}

const maxWorkspaces = 10_000;
export const noUsage = (): Record<UsageKind, number> => ({ recommendations: 0, events: 0, items: 0 });
const monthOf = (now: Date) => now.toISOString().slice(0, 7);

export function createMonthlyTotals(db: Db, quotas: Quotas): MonthlyTotals {
  const limited = usageKinds.some((kind) => quotas[kind] > 0);
  const totals = new LRUCache<string, Total>({
    max: maxWorkspaces,
    fetchMethod: async (workspaceId) => (await read([workspaceId])).get(workspaceId),
  });

  async function read(workspaceIds: readonly string[]): Promise<Map<string, Total>> {
    const month = monthOf(new Date());
    const found = new Map(workspaceIds.map((id) => [id, { month, stored: noUsage(), added: noUsage() }]));
    const { rows } = await sql<{ workspace_id: string; kind: UsageKind; count: number }>`
      select * from read_usage(${workspaceIds}::text[], ${`${month}-01`}::date)`.execute(db);
    for (const row of rows) {
      const total = found.get(row.workspace_id);
      if (total) total.stored[row.kind] = row.count;
    }
    return found;
  }

  async function usedNow(workspaceId: string, kind: UsageKind): Promise<number> {
    const total = await totals.fetch(workspaceId);
    return total ? total.stored[kind] + total.added[kind] : 0;
  }

  return {
    used(workspaceId, kind) {
      const total = totals.get(workspaceId);
      if (total?.month === monthOf(new Date())) return total.stored[kind] + total.added[kind];
      totals.delete(workspaceId);
      return usedNow(workspaceId, kind);
    },
    add(workspaceId, kind, amount) {
      const total = limited ? totals.get(workspaceId) : undefined;
      if (total) total.added[kind] += amount;
    },
    async refresh(flushed) {
      if (!limited) return;
      for (const [id, total] of await read([...flushed.keys()])) {
        const counted = totals.peek(id)?.added;
        const stored = flushed.get(id);
        if (counted && stored) for (const kind of usageKinds) total.added[kind] = counted[kind] - stored[kind];
        totals.set(id, total);
      }
    },
  };
}
