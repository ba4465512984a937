import type { ColumnPreview, ImportKind, Mapping } from '@curio/contracts';
import type { Trx } from '@curio/db';

/** The mapping of the last applied import of this kind, if its file had the same columns. */
export async function lastMapping(
  trx: Trx,
  projectId: string,
  kind: ImportKind,
  columns: readonly { name: ColumnPreview['name'] }[],
): Promise<Mapping | undefined> {
  const last = await trx
    .selectFrom('imports')
    .select(['columns', 'mapping'])
    .where('project_id', '=', projectId)
    .where('kind', '=', kind)
    .where('phase', '=', 'applied')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!last) return undefined;
  const names = (previews: readonly { name: string }[]) => JSON.stringify(previews.map((column) => column.name));
  return names(last.columns) === names(columns) ? last.mapping : undefined;
}
