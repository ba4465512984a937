import { type ImportRow, tenant } from '@curio/db';
import { setCustomTypes } from '../catalogue/custom/custom-fields.ts';
import type { Context } from '../platform/context.ts';

/**
 * Records the types of the own fields that the mapping names, for filters and for what callers write afterwards. In a separate
 * transaction: a request that adds one of them would otherwise wait for the end of the import, or deadlock with it.
 */
export async function recordCustomTypes(context: Context, row: ImportRow, projectNumber: number): Promise<void> {
  const { kind } = row;
  if (kind === 'interactions') return;
  const own = Object.entries(row.mapping.columns).filter(([, target]) => target.field === 'custom');
  const types = new Map(own.map(([column, { name, type }]) => [name ?? column, type ?? 'category']));
  if (types.size === 0) return;
  const project = { id: row.project_id, number: projectNumber, workspace_id: row.workspace_id };
  await tenant(context.db, context, (trx) => setCustomTypes(trx, project, kind, types));
}
