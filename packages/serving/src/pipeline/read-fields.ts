import { fieldOf, storedValue } from '@curio/contracts';
import { isDatabaseUnavailable } from '@curio/db';
import type { Candidate } from '../candidates/candidate.ts';
import type { ProjectMemory } from '../project/project-memory.ts';
import { unkeptFields } from '../request/check-settings.ts';
import type { Serving } from '../serving.ts';
import type { FieldReader } from './present.ts';
import { readField } from './read-field.ts';

interface FieldsRead {
  read: FieldReader;
  /** False where the database is away and large texts have no values. */
  isComplete: boolean;
}

/** Reads these fields of the items of a page: from the catalogue in memory, large texts from the database. */
export function readFields(
  serving: Pick<Serving, 'visibleItems'>,
  { ref, catalogue }: ProjectMemory,
  fields: readonly string[],
  items: readonly Candidate[],
): FieldsRead | Promise<FieldsRead> {
  const kept: FieldReader = (row, name) => readField(catalogue, row, name);
  if (fields.some((name) => unkeptFields.has(name)) && catalogue.hasCatalogue) return readUnkept();
  return { read: kept, isComplete: true };

  async function readUnkept(): Promise<FieldsRead> {
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
}
