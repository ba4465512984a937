import type { Kysely } from 'kysely';
import * as access from './access.ts';
import * as changeFeed from './change-feed.ts';
import * as placements from './placements.ts';
import * as requestState from './request-state.ts';
import * as storeEvents from './store-events.ts';
import * as userStates from './user-states.ts';

/** The schema of the serving data plane. Each part may refer to the parts before it. */
const parts = [changeFeed, placements, access, userStates, storeEvents, requestState];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const part of parts) await part.up(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const part of parts.toReversed()) await part.down(db);
}
