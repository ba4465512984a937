import { sql, type Trx } from '@curio/db';

/** Stored events of one kind, of one recommendation's placement and version. */
export interface InsightCount {
  /** 0 where no model was used. */
  version: number;
  /** Of the event, in UTC, as 2026-11-21. */
  day: string;
  /** Empty where the recommendation had none. */
  placement: string;
  type: string;
  count: number;
}

/** The event types that are counted. */
export const insightTypes: ReadonlySet<string> = new Set(['impression', 'click', 'convert']);

/**
 * Adds to the project's insights, in one statement in the order of the key, which prevents deadlocks. Call it last in the
 * transaction that stores the events: until the commit, other transactions that count the same row wait.
 */
export async function addInsights(trx: Trx, projectNumber: number, counts: readonly InsightCount[]): Promise<void> {
  if (counts.length === 0) return;
  const sum = (type: string) => sql`coalesce(sum(count) filter (where type = ${sql.lit(type)}), 0)`;
  await sql`
    insert into insight_counts (project_number, day, placement, version, impressions, clicks, conversions)
    select ${projectNumber}, day, placement, version, ${sum('impression')}, ${sum('click')}, ${sum('convert')}
    from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb)
      as added(version integer, day date, placement text collate "C", type text, count bigint)
    group by day, placement, version order by day, placement, version
    on conflict (project_number, day, placement, version) do update set
      impressions = insight_counts.impressions + excluded.impressions,
      clicks = insight_counts.clicks + excluded.clicks,
      conversions = insight_counts.conversions + excluded.conversions`.execute(trx);
}
