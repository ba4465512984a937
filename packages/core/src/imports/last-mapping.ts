import type { ColumnPreview, ImportKind, Mapping } from '@curio/contracts';
import type { Trx } from '@curio/db';
import { withoutFileDetails } from '../mappings/prepare-mapping.ts';
import { signatureOf } from '../mappings/signature.ts';
import type { Context } from '../platform/context.ts';
import { completeMapping } from './complete-mapping.ts';

/** Imports of other projects whose columns are compared. */
const comparedImports = 20;

/**
 * The mapping of an earlier file with the same columns: one saved by name, else that of the last applied import of the project,
 * else of another project of the workspace. Decimal marks and orders of dates are those of the new file.
 */
export async function lastMapping(
  context: Context,
  trx: Trx,
  projectId: string,
  kind: ImportKind,
  columns: readonly ColumnPreview[],
): Promise<Mapping | undefined> {
  const signature = signatureOf(columns.map((column) => column.name));
  const found =
    (await savedMapping(trx, kind, signature)) ??
    (await appliedMapping(trx, kind, signature, projectId)) ??
    // A key for some projects does not see the others.
    (context.actor.kind === 'key' && context.actor.projectIds !== null
      ? undefined
      : await appliedMapping(trx, kind, signature));
  return found && completeMapping(columns, withoutFileDetails(found));
}

async function savedMapping(trx: Trx, kind: ImportKind, signature: string): Promise<Mapping | undefined> {
  const row = await trx
    .selectFrom('saved_mappings')
    .select('mapping')
    .where('kind', '=', kind)
    .where('signature', '=', signature)
    .orderBy('updated_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.mapping;
}

async function appliedMapping(
  trx: Trx,
  kind: ImportKind,
  signature: string,
  projectId?: string,
): Promise<Mapping | undefined> {
  let select = trx
    .selectFrom('imports')
    .select(['columns', 'mapping'])
    .where('kind', '=', kind)
    .where('phase', '=', 'applied');
  if (projectId !== undefined) select = select.where('project_id', '=', projectId);
  const rows = await select
    .orderBy('created_at', 'desc')
    .limit(projectId === undefined ? comparedImports : 1)
    .execute();
  return rows.find((row) => signatureOf(row.columns.map((column) => column.name)) === signature)?.mapping;
}
