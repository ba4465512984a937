import type { SavedMapping } from '@curio/contracts';
import type { SavedMappingRow, Trx } from '@curio/db';
import { CurioError, notFound } from '../platform/errors.ts';

export async function readSavedMapping(trx: Trx, id: string): Promise<SavedMappingRow> {
  const row = await trx.selectFrom('saved_mappings').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('mapping');
  return row;
}

/** Throws where another mapping of the workspace has the name. */
export async function requireFreeName(trx: Trx, name: string, id?: string): Promise<void> {
  const other = await trx.selectFrom('saved_mappings').select('id').where('name', '=', name).executeTakeFirst();
  if (!other || other.id === id) return;
  throw new CurioError('conflict', `There is already a mapping with the name "${name}".`, [
    { pointer: '/name', detail: 'Give another name, or edit that mapping.' },
  ]);
}

export const toSavedMapping = (row: SavedMappingRow): SavedMapping => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  mapping: row.mapping,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
