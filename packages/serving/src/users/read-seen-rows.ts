import { type Db, sql, tenant } from '@curio/db';
import type { ProjectMemory } from '../project/project-memory.ts';
import { resolveNumbers } from './resolve-numbers.ts';

/** Rows of the items with which the user has ever interacted; an impression alone does not make an item seen. */
export async function readSeenRows(db: Db, project: ProjectMemory, userId: string): Promise<Int32Array> {
  const { ref, number, catalogue } = project;
  const { rows } = await tenant(db, ref, (trx) =>
    sql<{ item_number: number }>`
      select distinct x.item_number from interactions x
      where x.project_number = ${number}
        and x.user_number = (select n.number from id_numbers n
          where n.project_number = ${number} and n.kind = 'u' and n.id = ${userId})
        and x.type_number is distinct from (select n.number from id_numbers n
          where n.project_number = ${number} and n.kind = 't' and n.id = 'impression')`.execute(trx),
  );
  const itemNumbers = Int32Array.from(rows, (row) => row.item_number);
  await resolveNumbers(db, project, [{ itemNumbers, typeNumbers: new Uint16Array(0) }]);
  return itemNumbers.map(catalogue.rowOfNumber).filter((row) => row >= 0);
}
