import type { Mapping } from '@curio/contracts';
import { type ImportRow, sql, type Trx } from '@curio/db';

/**
 * The import's mapping with the widths of the vectors that the project has: vectors of different widths cannot be compared. A
 * file that replaces everything brings its own width.
 */
export async function withVectorWidths(trx: Trx, row: ImportRow): Promise<Mapping> {
  if (row.kind === 'interactions' || row.mode === 'replace') return row.mapping;
  const columns = new Map(Object.entries(row.mapping.columns));
  for (const [column, target] of columns) {
    if (target.field !== 'custom' || target.type !== 'vector') continue;
    const name = target.name ?? column;
    const { rows } = await sql<{ width: number }>`
      select jsonb_array_length(custom -> ${name}) as width from ${sql.table(row.kind)}
      where project_id = ${row.project_id} and jsonb_typeof(custom -> ${name}) = 'array' limit 1`.execute(trx);
    const [stored] = rows;
    if (stored) columns.set(column, { ...target, width: stored.width });
  }
  return { ...row.mapping, columns: Object.fromEntries(columns) };
}
