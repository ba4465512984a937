import type { RecommendInput } from '@curio/contracts';
import type { HistoryEvent, Query } from '@curio/engine/artifact';
import type { ProjectMemory } from '../project/project-memory.ts';
import type { Serving } from '../serving.ts';
import { emptyUserState, type UserState } from '../users/user-state.ts';

/** The state that one request depends on. */
export interface RequestState {
  /** Distinguishes this reading of the user from every other one of this process: lists ranked from it are cached under it. */
  id: number;
  liveVersion: number | null;
  /** The user's events, newest first. */
  history: HistoryEvent[];
  /** There may be older events than those in `history`. */
  historyTruncated: boolean;
  /** The user's own fields. */
  user: NonNullable<Query['user']>;
  /** The item whose title is the request's `itemTitle`. */
  titledItem: string | null;
  /** Postgres could not be read for this request. */
  unavailable: boolean;
  stored: UserState;
}

const nobody = emptyUserState();

/** From memory; what is not there is read. */
export async function readRequestState(
  { users, findItemByTitle }: Pick<Serving, 'users' | 'findItemByTitle'>,
  project: ProjectMemory,
  { userId, itemTitle }: Pick<RecommendInput, 'userId' | 'itemTitle'>,
): Promise<RequestState> {
  const { catalogue, types } = project;
  const stored = userId === undefined ? nobody : await users.read(project, userId);
  const titledRow = itemTitle === undefined ? -1 : await findItemByTitle(project, itemTitle);
  const history: HistoryEvent[] = Array.from(stored.rows, (row, event) => {
    const value = stored.values[event] ?? Number.NaN;
    return {
      itemId: catalogue.idOf(row),
      type: types.nameOf(stored.types[event] ?? 0),
      ...(Number.isNaN(value) ? {} : { value }),
      time: stored.times[event] ?? 0,
    };
  });
  return {
    id: stored.id,
    liveVersion: project.liveVersion,
    history,
    historyTruncated: stored.truncated,
    user: stored.fields as NonNullable<Query['user']>,
    titledItem: titledRow < 0 ? null : catalogue.idOf(titledRow),
    unavailable: stored.unavailable ?? false,
    stored,
  };
}
