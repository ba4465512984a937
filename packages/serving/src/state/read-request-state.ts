import type { RecommendInput } from '@curio/contracts';
import { type Db, sql } from '@curio/db';
import type { HistoryEvent, Query, Recommendations } from '@curio/engine/artifact';

/** What the database knows about a request, in one round trip. */
export interface RequestState {
  liveVersion: number | null;
  /** The user's events, newest first. */
  history: HistoryEvent[];
  /** The user's own fields. */
  user: NonNullable<Query['user']>;
  /** The item that `itemTitle` names. */
  titledItem: string | null;
  /** Without a catalogue every item that somebody interacted with can be recommended. */
  hasCatalogue: boolean;
  /** Whether an endpoint asked for `recommendation.served`. */
  tellServed: boolean;
  /** What models answered from this very state, for as long as it is believed. */
  ranked: Map<string, Recommendations>;
}

interface Row {
  live_version: number | null;
  has_catalogue: boolean;
  tell_served: boolean;
  titled_item: string | null;
  user_fields: RequestState['user'] | null;
  history: [itemId: string, type: string, value: number | null, seconds: number][];
}

// More events than this neither change a user's factors nor are worth their time; they are the newest.
export const historyLimit = 2_000;

/** undefined where the project does not exist in this workspace. */
export async function readRequest(
  db: Db,
  project: { workspaceId: string; projectId: string },
  input: Pick<RecommendInput, 'userId' | 'itemTitle'>,
): Promise<RequestState | undefined> {
  const { rows } = await sql<Row>`
    select * from read_recommendation_request(${project.workspaceId}, ${project.projectId}, ${input.userId ?? null},
      ${input.itemTitle ?? null}, ${historyLimit})`.execute(db);
  const row = rows[0];
  if (!row) return undefined;
  return {
    liveVersion: row.live_version,
    hasCatalogue: row.has_catalogue,
    tellServed: row.tell_served,
    user: row.user_fields ?? {},
    titledItem: row.titled_item,
    ranked: new Map(),
    history: row.history.map(([itemId, type, value, time]) => ({
      itemId,
      type,
      ...(value === null ? {} : { value }),
      time,
    })),
  };
}
