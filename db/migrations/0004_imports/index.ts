import type { Kysely } from 'kysely';
import * as events from './events.ts';
import * as imports from './imports.ts';
import * as undo from './undo.ts';

/** Imports that are tried before they are applied, and that can be undone. */
const parts = [imports, undo, events];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const part of parts) await part.up(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const part of parts.toReversed()) await part.down(db);
}
