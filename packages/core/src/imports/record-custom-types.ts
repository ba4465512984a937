import type { ImportRow, Trx } from '@curio/db';
import { setCustomTypes } from '../catalogue/custom/custom-fields.ts';

/** Records the types of the own fields that the mapping names, for filters and for what callers write afterwards. */
export async function recordCustomTypes(trx: Trx, row: ImportRow, projectNumber: number): Promise<void> {
  if (row.kind === 'interactions') return;
  const own = Object.entries(row.mapping.columns).filter(([, target]) => target.field === 'custom');
  const types = new Map(own.map(([column, { name, type }]) => [name ?? column, type ?? 'category']));
  if (types.size === 0) return;
  const project = { id: row.project_id, number: projectNumber, workspace_id: row.workspace_id };
  await setCustomTypes(trx, project, row.kind, types);
}
