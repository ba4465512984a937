import { type Db, sql, tenant } from '@curio/db';
import type { ProjectRef } from './project.ts';
import type { RequestState } from './request-state.ts';

/** What was read for a state, by the ids that were looked up: it is as old as the state and ends with it. */
const seenByState = new WeakMap<RequestState, Map<string, Promise<Set<string>>>>();

/** As `readSeenItems`, with one query for all requests for the same items that are answered from one state. */
export function seenItems(
  state: RequestState,
  db: Db,
  project: ProjectRef,
  userId: string,
  itemIds: readonly string[],
): Promise<Set<string>> {
  const known = seenByState.get(state) ?? new Map<string, Promise<Set<string>>>();
  seenByState.set(state, known);
  const key = JSON.stringify(itemIds);
  const seen = known.get(key) ?? readSeenItems(db, project, userId, itemIds);
  known.set(key, seen);
  // A failed read is not repeated to later requests.
  seen.catch(() => known.delete(key));
  return seen;
}

/**
 * Those of the items with which the user has ever interacted: for users whose history is longer than what is read. The
 * user's rows are read once, not once per item.
 */
async function readSeenItems(
  db: Db,
  project: ProjectRef,
  userId: string,
  itemIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await tenant(db, project, (trx) =>
    sql<{ item_id: string }>`
      with project as materialized (select number from projects where id = ${project.projectId}),
      impression as materialized (select number from id_numbers
        where project_number = (select number from project) and kind = 't' and id = 'impression'),
      seen as materialized (select distinct item_number from interactions
        where project_number = (select number from project)
        and user_number = (select number from id_numbers
          where project_number = (select number from project) and kind = 'u' and id = ${userId})
        and type_number is distinct from (select number from impression))
      select i.id as item_id from id_numbers i
      where i.project_number = (select number from project) and i.kind = 'i' and i.id = any(${itemIds}::text[])
      and i.number in (select item_number from seen)`.execute(trx),
  );
  return new Set(rows.map((row) => row.item_id));
}
