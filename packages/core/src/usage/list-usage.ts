import { type UsageDay, type UsageKind, type UsagePage, type UsageQuery, usageKinds } from '@curio/contracts';
import { sql, tenant } from '@curio/db';
import { authoriseWorkspace } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError } from '../platform/errors.ts';
import { readCursor, toPage } from '../platform/page.ts';

/** What the workspace used, by day and project in this order, and how much of the month's quotas. Up to the last flush of each process. */
export async function listUsage(context: Context, query: UsageQuery): Promise<UsagePage> {
  authoriseWorkspace(context, 'admin');
  const today = new Date().toISOString().slice(0, 10);
  const month = `${today.slice(0, 7)}-01`;
  const { from = month, to = today } = query;
  if (from > to) {
    throw new CurioError('invalid-input', 'The first day is after the last one.', [
      { pointer: '/from', detail: `Give a day up to ${to}.` },
    ]);
  }
  const list = `usage/${from}/${to}`;
  const [lastDay = '', lastProject = ''] = readCursor(context, list, query) ?? [];
  return tenant(context.db, context, async (trx) => {
    const { rows } = await sql<UsageDay>`
      select to_char(day, 'YYYY-MM-DD') as day, project_id as "projectId", ${sumsByKind}
      from usage_counts where day between ${from}::date and ${to}::date
        and (to_char(day, 'YYYY-MM-DD'), project_id) > (${lastDay}, ${lastProject})
      group by usage_counts.day, project_id order by usage_counts.day, project_id limit ${query.limit + 1}`.execute(
      trx,
    );
    const { rows: totals } = await sql<Record<UsageKind, number>>`
      select ${sumsByKind} from usage_counts where day >= ${month}::date`.execute(trx);
    const page = toPage(
      context,
      list,
      query,
      rows,
      (row) => [row.day, row.projectId],
      (row) => row,
    );
    const ofMonth = (kind: UsageKind) => ({
      used: totals[0]?.[kind] ?? 0,
      quota: context.usage.quotas[kind] === 0 ? null : context.usage.quotas[kind],
    });
    return {
      ...page,
      month: { recommendations: ofMonth('recommendations'), events: ofMonth('events'), items: ofMonth('items') },
    };
  });
}

/** One column for each kind. */
const sumsByKind = sql.join(
  usageKinds.map(
    (kind) => sql`coalesce(sum(count) filter (where kind = ${sql.lit(kind)}), 0)::bigint as ${sql.ref(kind)}`,
  ),
);
