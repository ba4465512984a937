import type { Insight, InsightsQuery, Page } from '@curio/contracts';
import { sql, tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { readCursor, toPage } from '../platform/page.ts';

/** How often recommendations were shown, clicked and converted, by day, placement and model version; newest day first. */
export async function listInsights(context: Context, projectId: string, query: InsightsQuery): Promise<Page<Insight>> {
  const { placement, from, to } = query;
  const list = `insights/${projectId}`;
  const after = readCursor(context, list, query);
  return tenant(context.db, context, async (trx) => {
    const { number } = await authoriseProject(context, trx, 'models:read', projectId);
    const { rows } = await sql<Omit<Insight, 'version'> & { version: number }>`
      select placement, version, day::text as day, impressions, clicks, conversions from insight_counts
      where project_number = ${number}
        ${placement === undefined ? sql`` : sql`and placement = ${placement}`}
        ${from === undefined ? sql`` : sql`and day >= ${from}::date`}
        ${to === undefined ? sql`` : sql`and day <= ${to}::date`}
        ${
          after
            ? sql`and (day, placement, version) < (${after[0]}::date, ${after[1]}::text collate "C", ${after[2]}::integer)`
            : sql``
        }
      order by day desc, placement desc, version desc limit ${query.limit + 1}`.execute(trx);
    return toPage(
      context,
      list,
      query,
      rows,
      (row) => [row.day, row.placement, row.version],
      (row) => ({ ...row, version: row.version === 0 ? null : row.version }),
    );
  });
}
