import type { Import, ImportKind, Mapping } from '@curio/contracts';
import { validateMapping } from '@curio/csv';
import { tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError } from '../platform/errors.ts';
import { completeMapping } from './complete-mapping.ts';
import { readImport, requireUpload, toImport } from './read-import.ts';
import { withoutDryRun } from './task.ts';

/**
 * Sets the field of each column. Possible until the import is queued, and again after it was rejected or failed.
 * @param draft keeps a mapping that is not finished, such as one without a required field, and leaves the import `uploaded`
 */
export async function setMapping(
  context: Context,
  projectId: string,
  importId: string,
  mapping: Mapping,
  draft = false,
): Promise<Import> {
  return tenant(context.db, context, async (trx) => {
    await authoriseProject(context, trx, 'imports:write', projectId);
    const row = await readImport(trx, projectId, importId, true);
    if (!['uploaded', 'mapped', 'rejected', 'failed'].includes(row.phase)) {
      throw new CurioError('conflict', `This import is ${row.phase}; upload the file again to map it differently.`);
    }
    requireUpload(row);
    const { columns } = toImport(row);
    const complete = completeMapping(columns, mapping);
    if (!draft) checkMapping(row.kind, columns, complete);
    const changed = await trx
      .updateTable('imports')
      .set((eb) => ({
        ...withoutDryRun(eb),
        mapping: JSON.stringify(complete),
        phase: draft ? 'uploaded' : 'mapped',
        problem: null,
        rows: null,
        rejections: '[]',
        left_out: '[]',
      }))
      .where('id', '=', importId)
      .returningAll()
      .executeTakeFirstOrThrow();
    return toImport(changed);
  });
}

export function checkMapping(kind: ImportKind, columns: readonly { name: string }[], mapping: Mapping): void {
  const problems = validateMapping(
    kind,
    columns.map((column) => column.name),
    mapping,
  );
  if (problems.length === 0) return;
  throw new CurioError(
    'invalid-input',
    problems[0]!.message,
    problems.map(({ pointer, message }) => ({ pointer, detail: message })),
  );
}
