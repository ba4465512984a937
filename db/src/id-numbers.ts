import { sql } from 'kysely';
import { type Db, type Trx, tenant } from './client.ts';
import type { IdKind } from './tables/interactions.ts';

/** The numbers of ids, by id. */
export type IdNumbers = Map<string, number>;

/** A project has more names of interaction types than there are numbers for them. */
export class TooManyTypes extends Error {
  constructor() {
    super('A project can have at most 32,767 types of interactions. Check which column is mapped to the type.');
  }
}

/**
 * The numbers that stand for these ids in a project's interactions; ids without a number get the next one. Runs in a
 * separate transaction, so that the lock on new numbers is short. The numbers stay when the caller's transaction fails.
 * @throws {TooManyTypes}
 */
export async function numberIds(
  db: Db,
  context: { workspaceId: string },
  projectNumber: number,
  ids: Record<IdKind, readonly string[]>,
): Promise<Record<IdKind, IdNumbers>> {
  return tenant(db, context, async (trx) => {
    // The commit of the rows that use the numbers comes later in the log and is waited for.
    await sql`set local synchronous_commit = off`.execute(trx);
    return numberIdsOf(trx, projectNumber, ids);
  }).catch((error: unknown) => {
    if ((error as { constraint?: unknown }).constraint === 'too_many_types') throw new TooManyTypes();
    throw error;
  });
}

async function numberIdsOf(trx: Trx, projectNumber: number, ids: Record<IdKind, readonly string[]>) {
  const numbers: Record<IdKind, IdNumbers> = { u: new Map(), i: new Map(), t: new Map() };
  // The same order in every transaction prevents deadlocks.
  for (const kind of ['u', 'i', 't'] as const) {
    if (ids[kind].length === 0) continue;
    const { rows } = await sql<{ id: string; number: number }>`
        select * from number_ids(${projectNumber}, ${kind}, ${ids[kind]}::text[])`.execute(trx);
    for (const { id, number } of rows) numbers[kind].set(id, number);
  }
  return numbers;
}
