import { sql } from 'kysely';
import type { Db } from '../client.ts';
import type { ChangeKind as StoredKind } from '../tables/serving.ts';
import { type ChangeKind, storedKinds } from './append-change.ts';

export interface Change {
  projectNumber: number;
  kind: ChangeKind;
  /** Of users or items; see ChangeKind for an empty list. */
  ids: string[];
}

export interface Changes {
  /** The snapshot that these changes were read in, as text: pass it to the next call. */
  taken: string;
  changes: Change[];
}

interface Row {
  taken: string | null;
  project_number: number;
  kind: StoredKind;
  ids: string[];
}

const kindOf = new Map<string, ChangeKind>(
  (Object.keys(storedKinds) as ChangeKind[]).map((kind) => [storedKinds[kind], kind]),
);

/**
 * The changes of these projects that were committed after the snapshot `since` was taken, each exactly once; none without
 * `since`. Reads projects of all workspaces: call it for projects that the process serves.
 */
export async function readChanges(
  db: Db,
  since: string | undefined,
  projectNumbers: readonly number[],
): Promise<Changes> {
  const { rows } = await sql<Row>`
    select taken::text as taken, project_number, kind, ids
    from read_changes(${since ?? null}::pg_snapshot, ${projectNumbers}::integer[])`.execute(db);
  let taken: string | undefined;
  const changes: Change[] = [];
  for (const row of rows) {
    const kind = kindOf.get(row.kind);
    if (row.taken !== null) taken = row.taken;
    else if (kind) changes.push({ projectNumber: row.project_number, kind, ids: row.ids });
  }
  if (taken === undefined) throw new Error('The change feed returned no snapshot');
  return { taken, changes };
}
