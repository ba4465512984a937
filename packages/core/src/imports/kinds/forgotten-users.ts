import { idPrefixes } from '@curio/contracts';
import { sql, type Trx } from '@curio/db';

const prefix = `${idPrefixes.forgotten}_`;

/** The numbers of users who were forgotten: their ids in the dictionary were replaced. */
export async function forgottenUsers(trx: Trx, projectNumber: number): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`
    select number from id_numbers
    where project_number = ${projectNumber} and kind = 'u'
      and id >= ${prefix} and id < ${prefix} || chr(1114111) collate "C"`.execute(trx);
  return rows.map(({ number }) => number);
}
