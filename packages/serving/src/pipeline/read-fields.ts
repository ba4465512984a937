import { fieldOf, storedValue } from '@curio/contracts';
import { isDatabaseUnavailable } from '@curio/db';
import type { Candidate } from '../candidates/candidate.ts';
import type { ProjectMemory } from '../project/project-memory.ts';
import { unkeptFields } from '../request/check-settings.ts';
import type { Serving } from '../serving.ts';
import type { FieldReader } from './present.ts';
import { readField } from './read-field.ts';

/**
 * A reader of these fields for the items of a page: from the catalogue in memory, large texts from the database. While that is
 * away, they have no values, and `isComplete` is false.
 */
export async function readFields(
  serving: Pick<Serving, 'visibleItems'>,
  { ref, catalogue }: ProjectMemory,
  fields: readonly string[],
  items: readonly Candidate[],
): Promise<{ read: FieldReader; isComplete: boolean }> {
  const kept: FieldReader = (row, name) => readField(catalogue, row, name);
  if (!fields.some((name) => unkeptFields.has(name)) || !catalogue.hasCatalogue)
    return { read: kept, isComplete: true };
  const ids = items.map(({ itemId }) => itemId);
  const rows = await serving.visibleItems.read(ref, ids, 'all').catch((error: unknown) => {
    if (!isDatabaseUnavailable(error)) throw error;
    return undefined;
  });
  const read: FieldReader = (row, name) => {
    const field = unkeptFields.has(name) ? fieldOf('items', name) : undefined;
    if (!field) return kept(row, name);
    const stored = rows?.get(catalogue.idOf(row));
    return stored ? storedValue(field, stored) : null;
  };
  return { read, isComplete: rows !== undefined };
}
