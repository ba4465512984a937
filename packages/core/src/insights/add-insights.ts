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

/** Adds to the project's insights. Call it last in the transaction that stores the events. */
export async function addInsights(trx: Trx, projectNumber: number, counts: readonly InsightCount[]): Promise<void> {
  if (counts.length === 0) return;
  await sql`select add_insights(${projectNumber}, ${JSON.stringify(counts)}::json)`.execute(trx);
}
