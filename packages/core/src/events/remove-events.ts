import { type ProjectRow, sql, type Trx } from '@curio/db';

/** Deletes the interactions of the user with this number and what their events gave besides. Returns how many there were. */
export async function removeEvents(
  trx: Trx,
  { number }: Pick<ProjectRow, 'number'>,
  userNumber: number,
): Promise<number> {
  await sql`delete from event_details where project_number = ${number} and user_number = ${userNumber}`.execute(trx);
  const { numAffectedRows } = await sql`
    delete from interactions where project_number = ${number} and user_number = ${userNumber}`.execute(trx);
  return Number(numAffectedRows ?? 0n);
}

/** The number of a user in the project's interactions; undefined where there are none. */
export async function userNumberOf(
  trx: Trx,
  { number }: Pick<ProjectRow, 'number'>,
  userId: string,
): Promise<number | undefined> {
  const row = await trx
    .selectFrom('id_numbers')
    .select('number')
    .where('project_number', '=', number)
    .where('kind', '=', 'u')
    .where('id', '=', userId)
    .executeTakeFirst();
  return row?.number;
}
