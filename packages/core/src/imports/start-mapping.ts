import { type ColumnPreview, type Mapping, mappingSchema } from '@curio/contracts';
import { suggestColumns, suggestMapping } from '@curio/csv';
import type { ProjectRow, Trx } from '@curio/db';
import type { Context } from '../platform/context.ts';
import type { InspectedFile } from './inspect-file.ts';
import { knownIds } from './known-ids.ts';
import { lastMapping } from './last-mapping.ts';

/**
 * The columns with the fields that are suggested for them and the shares of their ids that the project has; and the mapping
 * to start from: that of an earlier file with the same columns, else the suggested one.
 */
export async function startMapping(
  context: Context,
  trx: Trx,
  project: Pick<ProjectRow, 'id' | 'number'>,
  { kind, columns, rows }: InspectedFile,
): Promise<{ columns: ColumnPreview[]; mapping: Mapping }> {
  const known = await knownIds(trx, project, columns, rows);
  const suggestions = suggestColumns(kind, columns, known);
  const suggested = columns.map(({ suggested: _before, ...column }, i): ColumnPreview => {
    const suggestion = suggestions[i];
    const shares = known.get(column.name);
    return { ...column, ...(suggestion && { suggested: suggestion }), ...(shares && { known: shares }) };
  });
  const earlier = await lastMapping(context, trx, project.id, kind, columns);
  return { columns: suggested, mapping: earlier ?? mappingSchema.parse(suggestMapping(kind, columns, known)) };
}
