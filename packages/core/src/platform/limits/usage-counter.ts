import { type UsageKind, usageKinds } from '@curio/contracts';
import { type Db, sql } from '@curio/db';
import type { Logger } from 'pino';
import { CurioError } from '../errors.ts';
import { createMonthlyTotals, noUsage, type Quotas } from './monthly-totals.ts';

/** Counts what tenants use, per project and day, in memory; flushes write the counts of all workspaces in one statement. */
export interface UsageCounter {
  /** 0: no quota. */
  readonly quotas: Quotas;
  count(workspaceId: string, projectId: string, kind: UsageKind, amount: number): void;
  /** Throws `quota-exceeded` where `amount` more is above the workspace's quota of this month. Immediate without quotas. */
  requireQuota(workspaceId: string, kind: UsageKind, amount: number): void | Promise<void>;
  /** Writes everything counted before the call. */
  flush(): Promise<void>;
}

interface Counts extends Record<UsageKind, number> {
  workspaceId: string;
  projectId: string;
}

const flushIntervalMs = 2_000;

/** A count within `flushIntervalMs` of midnight (UTC) may belong to the next day. */
export function createUsageCounter(db: Db, log: Logger, quotas: Quotas): UsageCounter {
  /** By project. Bounded by the projects that exist: callers count after they have found theirs. */
  let counts = new Map<string, Counts>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const totals = createMonthlyTotals(db, quotas);

  async function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const taken = [...counts.values()];
    counts = new Map();
    if (taken.length === 0) return;
    const rows = taken.flatMap((row) =>
      usageKinds.flatMap((kind) => (row[kind] > 0 ? [{ ...row, kind, count: row[kind] }] : [])),
    );
    const day = new Date().toISOString().slice(0, 10);
    try {
      await sql`select record_usage(
        ${rows.map((row) => row.workspaceId)}::text[], ${rows.map(() => day)}::date[],
        ${rows.map((row) => row.projectId)}::text[], ${rows.map((row) => row.kind)}::text[],
        ${rows.map((row) => row.count)}::bigint[])`.execute(db);
    } catch (error) {
      log.warn({ err: error }, 'usage not written; it will be tried again');
      for (const { workspaceId, projectId, kind, count } of rows) add(workspaceId, projectId, kind, count);
      return;
    }
    await totals
      .refresh(sumByWorkspace(taken))
      .catch((error: unknown) => log.warn({ err: error }, 'usage of the month not read'));
  }

  function add(workspaceId: string, projectId: string, kind: UsageKind, amount: number): void {
    let row = counts.get(projectId);
    if (!row) {
      row = { workspaceId, projectId, ...noUsage() };
      counts.set(projectId, row);
    }
    row[kind] += amount;
    timer ??= setTimeout(() => void flush(), flushIntervalMs).unref();
  }

  /** Chains on the flush before, so that two of them never run at a time. */
  function flush(): Promise<void> {
    writing = writing.then(write);
    return writing;
  }

  return {
    quotas,
    count(workspaceId, projectId, kind, amount) {
      if (amount <= 0) return;
      add(workspaceId, projectId, kind, amount);
      totals.add(workspaceId, kind, amount);
    },
    requireQuota(workspaceId, kind, amount) {
      const quota = quotas[kind];
      if (quota === 0) return;
      const check = (used: number) => {
        if (used + amount > quota) throw quotaExceeded(kind, quota);
      };
      const used = totals.used(workspaceId, kind);
      return typeof used === 'number' ? check(used) : used.then(check);
    },
    flush,
  };
}

function sumByWorkspace(rows: readonly Counts[]): Map<string, Record<UsageKind, number>> {
  const sums = new Map<string, Record<UsageKind, number>>();
  for (const row of rows) {
    const sum = sums.get(row.workspaceId) ?? noUsage();
    for (const kind of usageKinds) sum[kind] += row[kind];
    sums.set(row.workspaceId, sum);
  }
  return sums;
}

function quotaExceeded(kind: UsageKind, quota: number): CurioError {
  const now = new Date();
  const nextMonth = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
  const detail = `This workspace has used its quota of ${quota.toLocaleString('en')} ${kind} for this month. It begins again on ${new Date(nextMonth).toISOString().slice(0, 10)} (UTC).`;
  return new CurioError('quota-exceeded', detail, [], (nextMonth - now.getTime()) / 1000);
}
