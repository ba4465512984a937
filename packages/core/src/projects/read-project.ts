import type { Project } from '@curio/contracts';
import { type Counts, type ProjectRow, readCounts, type Trx } from '@curio/db';

/** The project as the API shows it, with its counts. */
export async function readProject(trx: Trx, row: ProjectRow): Promise<Project> {
  const [project] = await readProjects(trx, [row]);
  if (!project) throw new Error('No project was read');
  return project;
}

/** Projects as the API shows them, in the order of the rows. */
export async function readProjects(trx: Trx, rows: readonly ProjectRow[]): Promise<Project[]> {
  const counts = await readCounts(
    trx,
    rows.map((row) => row.number),
  );
  return rows.map((row) => toProject(row, counts.get(row.number) ?? { items: 0, users: 0, interactions: 0 }));
}

function toProject(row: ProjectRow, counts: Counts): Project {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at.toISOString(),
    liveVersion: row.live_version,
    counts,
  };
}
