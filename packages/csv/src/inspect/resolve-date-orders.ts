import { inferDateOrder } from '../cells/parse-date.ts';
import { readRecords } from '../read/read-records.ts';
import type { ColumnPreview, DateOrder, Detected } from '../table/record.ts';

/** At least this many rows are heard before one proof settles a column, so that a contradiction near by is heard too. */
const leastRows = 5_000;
/** Where a million rows prove nothing, a person is asked: somebody is waiting for the answer to an upload. */
const mostRows = 1_000_000;

/**
 * Reads on, past the preview, until the columns whose day and month could not be told apart show a day above 12, or the
 * file ends. Exports are sorted by time, so the first megabyte is often a few days of one month. A column that shows both
 * orders stays `ambiguous`.
 *
 * @returns the columns, with the orders that were found.
 */
export async function settleDateOrders(
  columns: ColumnPreview[],
  stream: () => AsyncIterable<Uint8Array>,
  detected: Detected,
): Promise<ColumnPreview[]> {
  const found = new Map<number, Set<DateOrder>>();
  columns.forEach((column, index) => {
    if (column.dateOrder === 'ambiguous') found.set(index, new Set());
  });
  if (found.size === 0) return columns;
  let rows = 0;
  for await (const records of readRecords(stream(), detected)) {
    rows += records.length;
    let open = false;
    for (const [index, orders] of found) {
      const cells = records.map((record) => record.cells[index] ?? '');
      for (const order of provenOrders(cells)) orders.add(order);
      if (orders.size === 0) open = true;
    }
    if ((!open && rows >= leastRows) || rows >= mostRows) break;
  }
  return columns.map((column, index) => {
    const [order, other] = found.get(index) ?? [];
    return order === undefined || other !== undefined ? column : { ...column, dateOrder: order };
  });
}

/** The orders that single cells prove; both where they contradict each other. */
function provenOrders(cells: readonly string[]): DateOrder[] {
  const together = inferDateOrder(cells);
  if (together === 'dmy' || together === 'mdy') return [together];
  if (together !== 'ambiguous') return [];
  const alone = new Set(cells.map((cell) => inferDateOrder([cell])));
  return (['dmy', 'mdy'] as const).filter((order) => alone.has(order));
}
