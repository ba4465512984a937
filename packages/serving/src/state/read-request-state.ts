import type { RecommendInput } from '@curio/contracts';
import { type Db, sql } from '@curio/db';
import type { ProjectRef } from './project.ts';
import type { RequestState } from './request-state.ts';

interface Row {
  live_version: number | null;
  has_catalogue: boolean;
  notify_served: boolean;
  titled_item: string | null;
  user_fields: RequestState['user'] | null;
  history: [itemId: string, type: string, value: number | null, seconds: number][];
}

/** Older events change no user's factors measurably and cost time; these are the newest. */
const historyLimit = 512;

let states = 0;

/** Reads the state of a request; undefined where the project does not exist in this workspace. */
export async function readRequestState(
  db: Db,
  project: ProjectRef,
  input: Pick<RecommendInput, 'userId' | 'itemTitle'>,
): Promise<RequestState | undefined> {
  const { rows } = await sql<Row>`
    select * from read_recommendation_request(${project.workspaceId}, ${project.projectId}, ${input.userId ?? null},
      ${input.itemTitle ?? null}, ${historyLimit})`.execute(db);
  const row = rows[0];
  if (!row) return undefined;
  return {
    id: ++states,
    liveVersion: row.live_version,
    hasCatalogue: row.has_catalogue,
    notifyServed: row.notify_served,
    user: row.user_fields ?? {},
    titledItem: row.titled_item,
    historyTruncated: row.history.length === historyLimit,
    history: row.history.map(([itemId, type, value, time]) => ({
      itemId,
      type,
      ...(value === null ? {} : { value }),
      time,
    })),
  };
}
