import { type Kysely, sql } from 'kysely';
import * as servingFunctions from '../0001_baseline/serving-functions.ts';

/** Requests are answered from memory, which is filled by other functions. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop function read_recommendation_request(text, text, text, text, integer)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function read_visible_items(text, text, text[])`.execute(db);
  await servingFunctions.up(db);
}
