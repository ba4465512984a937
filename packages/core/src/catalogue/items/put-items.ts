import { type BulkResult, type ItemBulkRow, itemBulkRow } from '@curio/contracts';
import type { Context } from '../../platform/context.ts';
import type { ApplyChange } from '../../platform/write-rows.ts';
import { putRows, type RowKind } from '../put-rows.ts';
import { everyColumn } from './item-columns.ts';
import { writeItems } from './write-items.ts';

const items: RowKind<ItemBulkRow> = {
  kind: 'items',
  schema: itemBulkRow,
  idOf: (row) => row.itemId,
  write: (trx, project, rows) =>
    writeItems(
      trx,
      project,
      rows.map(({ row, custom }) => ({ ...everyColumn(row), item_id: row.itemId, custom })),
    ),
};

/** Stores up to 10,000 items, each as `putItem` does. Invalid rows are reported and do not keep out the others. */
export function putItems(
  context: Context,
  projectId: string,
  rows: readonly unknown[],
  apply: ApplyChange,
): Promise<BulkResult> {
  return putRows(context, projectId, items, rows, apply);
}
