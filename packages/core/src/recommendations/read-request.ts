import type { RecommendInput } from '@curio/contracts';
import { sql, type Trx } from '@curio/db';
import type { HistoryEvent } from '@curio/engine/serve';

/** What the database knows about a request, in one round trip. */
export interface RequestState {
  liveVersion: number | null;
  /** The user's events, newest first. */
  history: HistoryEvent[];
  /** The item that `itemTitle` names. */
  titledItem: string | null;
  /** Without a catalogue every item that somebody interacted with can be recommended. */
  hasCatalogue: boolean;
  /** Whether an endpoint asked for `recommendation.served`. */
  tellServed: boolean;
}

// More events than this neither change a user's factors nor are worth their time; they are the newest.
const historyLimit = 2_000;

/** undefined where the project does not exist in this workspace. */
export async function readRequest(
  trx: Trx,
  projectId: string,
  input: Pick<RecommendInput, 'userId' | 'itemTitle'>,
): Promise<RequestState | undefined> {
  const { rows } = await sql<Omit<RequestState, 'history'> & { history: [string, string, number | null, number][] }>`
    select p.live_version as "liveVersion",
      exists (select from items where project_id = p.id) as "hasCatalogue",
      exists (select from webhook_endpoints e where e.project_id = p.id and e.disabled_at is null
        and 'recommendation.served' = any(e.events)) as "tellServed",
      ${
        input.itemTitle === undefined
          ? sql`null`
          : sql`(select item_id from items i where i.project_id = p.id and md5(i.title) = md5(${input.itemTitle})
              and i.title = ${input.itemTitle} order by i.hidden, i.item_id limit 1)`
      } as "titledItem",
      ${
        input.userId === undefined
          ? sql`'[]'::json`
          : sql`coalesce((select json_agg(json_build_array(item_id, type, value, extract(epoch from occurred_at)::bigint))
              from (select item_id, type, value, occurred_at from interactions
                where project_id = p.id and user_id = ${input.userId}
                order by occurred_at desc limit ${historyLimit}) newest), '[]')`
      } as history
    from projects p where p.id = ${projectId}`.execute(trx);
  const row = rows[0];
  return row && { ...row, history: row.history.map(toEvent) };
}

function toEvent([itemId, type, value, time]: [string, string, number | null, number]): HistoryEvent {
  return { itemId, type, ...(value === null ? {} : { value }), time };
}
