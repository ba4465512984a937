import { inferDateOrder } from './parse-date.ts';
import { readRecords } from './read-records.ts';
import type { ColumnPreview, Detected } from './shapes.ts';

const atOnce = 4_000;

/**
 * Reads on, past the preview, until the columns whose day and month could not be told apart show a day above 12, or the
 * file ends. Exports are sorted by time, so the first megabyte is often a few days of one month.
 *
 * @returns the columns, with the orders that were found.
 */
export async function settleDateOrders(
  columns: ColumnPreview[],
  stream: () => AsyncIterable<Uint8Array>,
  detected: Detected,
): Promise<ColumnPreview[]> {
  const open = new Set(columns.flatMap((column, index) => (column.dateOrder === 'ambiguous' ? [index] : [])));
  if (open.size === 0) return columns;
  const settled = [...columns];
  for await (const records of readRecords(stream(), detected)) {
    for (let at = 0; at < records.length; at += atOnce) {
      for (const index of open) {
        const order = inferDateOrder(records.slice(at, at + atOnce).map((record) => record.cells[index] ?? ''));
        if (order === undefined || order === 'ambiguous') continue;
        settled[index] = { ...columns[index]!, dateOrder: order };
        open.delete(index);
      }
    }
    if (open.size === 0) break;
  }
  return settled;
}
