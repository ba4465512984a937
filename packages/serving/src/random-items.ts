import type { ItemTableRow } from '@curio/db';
import type { Serving } from './serving.ts';
import type { ProjectRef } from './state/project.ts';
import { readItems } from './state/read-items.ts';

/** Up to `n` different random rows of visible items; undefined where the workspace has no such project. */
export async function randomItems(
  serving: Serving,
  project: ProjectRef,
  n: number,
): Promise<ItemTableRow[] | undefined> {
  const memory = await serving.projects.get(project);
  if (!memory) return undefined;
  const rows = memory.catalogue.latest().slice();
  const count = Math.min(n, rows.length);
  // The first places of a Fisher-Yates shuffle.
  for (let place = 0; place < count; place++) {
    const other = place + Math.floor(Math.random() * (rows.length - place));
    [rows[place], rows[other]] = [rows[other] ?? 0, rows[place] ?? 0];
  }
  const ids = Array.from(rows.subarray(0, count), (row) => memory.catalogue.idOf(row));
  return readItems(serving.db, project, ids);
}
