import { type RawBuilder, sql } from '@curio/db';
import type { Batch } from './kind.ts';

/** Rows that enter the stage as one JSON text, each as `shape` makes it: for kinds that have few rows. */
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
