import { appendChange, type Trx } from '@curio/db';

/**
 * Records that the project has a catalogue: from then on only its items are recommended, also when the last of them was
 * deleted. Call it after the items were written: their rows are locked before the project's, in every transaction.
 * @returns whether it had none before
 */
export async function markCatalogue(trx: Trx, projectId: string): Promise<boolean> {
  const marked = await trx
    .updateTable('projects')
    .set({ has_catalogue: true })
    .where('id', '=', projectId)
    .where('has_catalogue', '=', false)
    .returning('number')
    .executeTakeFirst();
  if (marked) await appendChange(trx, marked.number, 'project');
  return marked !== undefined;
}
