import type { Kysely } from 'kysely';
import * as auth from './auth.ts';
import * as catalogue from './catalogue.ts';
import * as imports from './imports.ts';
import * as interactions from './interactions.ts';
import * as models from './models.ts';
import * as projects from './projects.ts';
import * as publishServed from './publish-served.ts';
import * as servingFunctions from './serving-functions.ts';
import * as webhooks from './webhooks.ts';

/** The schema of the first release. Each part may refer to the parts before it. */
const parts = [auth, projects, catalogue, interactions, imports, models, webhooks, servingFunctions, publishServed];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const part of parts) await part.up(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const part of parts.toReversed()) await part.down(db);
}
