/** The system reuses process ids; an id together with its start time names one process. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export interface ProcessIdentity {
  pid: number;
  born: string;
}

/** Undefined when there is no such process, or only a zombie. */
export function identify(pid: number): ProcessIdentity | undefined {
  if (existsSync('/proc/self/stat')) {
    try {
      // The name in brackets may contain spaces; the fields follow it (proc(5): state 3rd, starttime 22nd).
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      return fields[0] === 'Z' ? undefined : { pid, born: fields[19] ?? '' };
    } catch {
      return undefined;
    }
  }
  const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 && stdout.trim() ? { pid, born: stdout.trim() } : undefined;
}

export function isAlive({ pid, born }: ProcessIdentity): boolean {
  return identify(pid)?.born === born;
}

/** Signals a process and its whole group; returns whether there was any. */
export function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
