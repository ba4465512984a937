import { fieldsOf, type ItemRow, shapes } from '@curio/contracts';
import { sql } from '@curio/db';
import { jsonBatch } from './json-batch.ts';
import type { Stage } from './kind.ts';

const columns = sql.raw(
  [
    'line bigint',
    ...fieldsOf('items').map(([, { column, shape }]) => `${column} ${shapes[shape].sql}`),
    'custom jsonb',
  ].join(', '),
);

/** One column per field of contracts, and the owner-defined fields as JSON. */
export const stageItems: Stage = {
  columns,
  open: () => () =>
    jsonBatch(columns, (line, row: ItemRow) => {
      const values = new Map(Object.entries(row));
      const cells = fieldsOf('items').map(([name, { column }]) => [column, values.get(name)] as const);
      return { line, ...Object.fromEntries(cells), custom: row.custom };
    }),
};
