import type { JobName } from '@curio/contracts';
import { sql, type Trx } from '@curio/db';

/**
 * The queue takes the job with the highest priority first. A job's priority is the negative of its virtual start time:
 * now, plus one quantum for each job that its workspace has waiting or running. So the first job of one workspace comes
 * before the second of another, however many that one has queued, and no job waits behind others for longer than its
 * virtual start time (virtual clock scheduling: Zhang, 1990).
 */
const quantumSeconds = { 'model.train': 3600, 'import.apply': 600 } as const;

// The queue stores priorities as int4: seconds since 2026 last until 2094.
const epochMs = Date.UTC(2026, 0, 1);

const pending = {
  'model.train': sql`select count(*)::int as jobs from models where status in ('queued', 'training')`,
  'import.apply': sql`select count(*)::int as jobs from imports where task is not null`,
};

/** `front`: as if the workspace had no other job, for a job that was running already. */
export async function fairPriority(trx: Trx, name: JobName, front: boolean): Promise<number> {
  if (name !== 'model.train' && name !== 'import.apply') return 0;
  const start = Math.floor((Date.now() - epochMs) / 1000);
  if (front) return -start;
  const { rows } = await sql<{ jobs: number }>`${pending[name]}`.execute(trx);
  // The job's own row is one of those counted.
  const ahead = Math.max(0, (rows[0]?.jobs ?? 1) - 1);
  return -(start + ahead * quantumSeconds[name]);
}
