/** After a kill -9 of the launcher: PostgreSQL processes that still use the cluster, and a lock file of a dead process. */
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Ends every process that works in `cluster`, then removes its stale lock file. Throws when one does not end. */
export async function stopLeftovers(cluster: string): Promise<void> {
  const lock = join(cluster, 'postmaster.pid');
  if (!existsSync(lock) && processesIn(cluster).length === 0) return;
  const postmaster = existsSync(lock) ? Number(readFileSync(lock, 'utf8').split('\n')[0]) : 0;
  const started = Date.now();
  for (let left = processesIn(cluster); left.length > 0; left = processesIn(cluster)) {
    const waited = Date.now() - started;
    if (waited > 20_000) throw new Error(`an old PostgreSQL (process ${left.join(', ')}) still uses ${cluster}`);
    if (waited > 10_000) for (const pid of left) signal(pid, 'SIGKILL');
    // Without its postmaster a backend ends by itself, unless it is running a query.
    else if (left.includes(postmaster)) signal(postmaster, 'SIGINT');
    else for (const pid of left) signal(pid, 'SIGTERM');
    await sleep(50);
  }
  // Another process may have the id in the file by now, and PostgreSQL would take it for a running server.
  rmSync(lock, { force: true });
}

/** Every PostgreSQL process has the cluster as its working directory. Empty where there is no /proc. */
function processesIn(cluster: string): number[] {
  if (!existsSync('/proc/self') || !existsSync(cluster)) return [];
  const folder = realpathSync(cluster);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return (
          readlinkSync(`/proc/${pid}/cwd`) === folder &&
          readFileSync(`/proc/${pid}/stat`, 'utf8').includes('(postgres)')
        );
      } catch {
        return false;
      }
    })
    .map(Number);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {}
}
