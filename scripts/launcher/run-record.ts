/** The launcher that runs in this data folder and the processes it started: for a second `npm start`, and after a kill -9. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, isAlive, type ProcessIdentity, signalGroup } from '../process/process-identity.ts';
import { StartError } from '../settings/settings.ts';

interface Run {
  supervisor: ProcessIdentity;
  children: ProcessIdentity[];
  stopping?: boolean;
}

/** How long another launcher may take to stop, and to notice that it should. */
const STOP_MS = 25_000;
const NOTICE_MS = 1_500;

export interface RunRecord {
  setStopping(): void;
  setChildren(pids: number[]): void;
  remove(): void;
}

/**
 * Reserves the folder for this process. Throws a StartError when another Curio runs in it; processes that a killed launcher
 * left are stopped first.
 */
export async function takeDataDir(dataDir: string): Promise<RunRecord> {
  const path = join(dataDir, 'running.json');
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    throw new StartError(`CURIO_DATA_DIR: ${dataDir} cannot be made (${(error as NodeJS.ErrnoException).code})`);
  }
  const supervisor = identify(process.pid) ?? { pid: process.pid, born: '' };
  for (const asked = Date.now(); ; ) {
    try {
      writeFileSync(path, JSON.stringify({ supervisor, children: [] }), { flag: 'wx' });
      break;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EEXIST') throw new StartError(`CURIO_DATA_DIR: ${dataDir} cannot be written to (${code})`);
    }
    const earlier = read(path);
    if (earlier && isAlive(earlier.supervisor)) {
      // It may be about to end: it was asked to stop, or has yet to notice that the process that started it is gone.
      if (Date.now() - asked < (earlier.stopping ? STOP_MS : NOTICE_MS)) {
        await sleep(100);
        continue;
      }
      throw new StartError(
        `Curio is already running here (process ${earlier.supervisor.pid}): stop it first, or set CURIO_DATA_DIR and the ports to start another`,
      );
    }
    await stopOrphans(earlier?.children ?? []);
    rmSync(path, { force: true });
  }
  let written: Run = { supervisor, children: [] };
  const write = (changes: Partial<Run>) => {
    written = { ...written, ...changes };
    writeFileSync(`${path}.new`, JSON.stringify(written));
    renameSync(`${path}.new`, path);
  };
  return {
    setChildren: (pids) => write({ children: pids.map(identify).filter((child) => child !== undefined) }),
    setStopping: () => write({ stopping: true }),
    remove: () => rmSync(path, { force: true }),
  };
}

async function stopOrphans(children: ProcessIdentity[]): Promise<void> {
  const orphans = children.filter(isAlive);
  for (const { pid } of orphans) signalGroup(pid, 'SIGTERM');
  const deadline = Date.now() + 3_000;
  while (orphans.some(isAlive) && Date.now() < deadline) await sleep(50);
  // By group: also the processes that an orphan had started.
  for (const { pid } of children)
    if (identify(pid) === undefined || orphans.some((o) => o.pid === pid)) signalGroup(pid, 'SIGKILL');
}

function read(path: string): Run | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Run;
  } catch {
    return undefined;
  }
}
