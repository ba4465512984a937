import { type RawBuilder, sql } from '@curio/db';
import type { Batch } from './kind.ts';

/** A batch that is written to the stage as one JSON text: for kinds with few rows. `shape` makes an object of a row. */
export function jsonBatch<Row>(columns: RawBuilder<unknown>, shape: (line: number, row: Row) => object): Batch {
  const rows: object[] = [];
  return {
    add: (line, row: Row) => rows.push(shape(line, row)),
    write: (trx) =>
      sql`insert into stage select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(${columns})`.execute(
        trx,
      ),
  };
}
