import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ColumnPreview, DateOrder } from '@curio/contracts';
import { inferDateOrder } from '../cells/parse-date.ts';
import type { RawRecord } from '../table/record.ts';

/** Rows that are read even after every order is proven, so that a contradiction among them is found too. */
const minRows = 5_000;

/**
 * Reads samples beyond the preview until each column with an ambiguous order of day and month has a day above 12. Exports are
 * sorted by time, so the first megabyte is often a few days of one month. A column with dates in both orders, or without a proof,
 * stays `ambiguous`: the user is asked. Between samples, other work of the process goes on.
 *
 * @param read samples of the rows of the file: `sampleRecords`
 * @returns the columns, with the orders found
 */
export async function resolveDateOrders(
  columns: ColumnPreview[],
  read: () => AsyncIterable<readonly RawRecord[]>,
): Promise<ColumnPreview[]> {
  const found = new Map<number, Set<DateOrder>>();
  columns.forEach((column, index) => {
    if (column.dateOrder === 'ambiguous') found.set(index, new Set());
  });
  if (found.size === 0) return columns;
  let rows = 0;
  for await (const records of read()) {
    rows += records.length;
    let open = false;
    for (const [index, orders] of found) {
      const cells = records.map((record) => record.cells[index] ?? '');
      for (const order of provenOrders(cells)) orders.add(order);
      if (orders.size === 0) open = true;
    }
    if (!open && rows >= minRows) break;
    await nextTurn();
  }
  return columns.map((column, index) => {
    const [order, other] = found.get(index) ?? [];
    return order === undefined || other !== undefined ? column : { ...column, dateOrder: order };
  });
}

/** The orders that single cells prove; both where two cells contradict each other. */
function provenOrders(cells: readonly string[]): DateOrder[] {
  const together = inferDateOrder(cells);
  if (together === 'dmy' || together === 'mdy') return [together];
  if (together !== 'ambiguous') return [];
  const alone = new Set(cells.map((cell) => inferDateOrder([cell])));
  return (['dmy', 'mdy'] as const).filter((order) => alone.has(order));
}
