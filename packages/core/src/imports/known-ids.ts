import type { ColumnPreview } from '@curio/contracts';
import type { KnownIds } from '@curio/csv';
import { type ProjectRow, sql, type Trx } from '@curio/db';

/** Columns and distinct cells of each that are looked up: one query of at most this many keys. */
const maxColumns = 40;
const maxCells = 50;
const minCells = 3;

const idTypes: readonly ColumnPreview['type'][] = ['id', 'number', 'text', 'category', 'email'];

/**
 * The shares of the columns' cells that are ids of the project's items and users, among the first rows. Without the kind of
 * id that a project does not have yet.
 */
export async function knownIds(
  trx: Trx,
  project: Pick<ProjectRow, 'id' | 'number'>,
  columns: readonly ColumnPreview[],
  rows: readonly (readonly string[])[],
): Promise<KnownIds> {
  const samples = columns
    .map((column, i) => ({ column, cells: distinctCells(rows.map((cells) => cells[i] ?? '')) }))
    .filter(({ column, cells }) => idTypes.includes(column.type) && cells.length >= minCells)
    .slice(0, maxColumns);
  if (samples.length === 0) return new Map();
  const has = await sql<{ items: boolean; users: boolean }>`
    select exists (select from items where project_id = ${project.id}) as items,
      exists (select from id_numbers where project_number = ${project.number} and kind = 'u') as users`.execute(trx);
  const { items = false, users = false } = has.rows[0] ?? {};
  if (!items && !users) return new Map();
  const at = samples.flatMap(({ cells }, i) => cells.map(() => i));
  const ids = samples.flatMap(({ cells }) => cells);
  const counted = await sql<{ at: number; items: number; users: number }>`
    select s.at, count(i.item_id)::int as items, count(u.id)::int as users
    from unnest(${at}::int[], ${ids}::text[]) s (at, id)
    left join items i on i.project_id = ${project.id} and i.item_id = s.id collate "C"
    left join id_numbers u on u.project_number = ${project.number} and u.kind = 'u' and u.id = s.id collate "C"
    group by s.at`.execute(trx);
  return new Map(
    counted.rows.map((count) => {
      const { column, cells } = samples[count.at]!;
      const shares = {
        ...(items && { itemId: count.items / cells.length }),
        ...(users && { userId: count.users / cells.length }),
      };
      return [column.name, shares] as const;
    }),
  );
}

function distinctCells(cells: readonly string[]): string[] {
  const trimmed = cells
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '' && cell.length <= 512 && !cell.includes('\0'));
  return [...new Set(trimmed)].slice(0, maxCells);
}
