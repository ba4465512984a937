/** The user that PostgreSQL runs as. It refuses to run as root, so root runs it as `nobody`. */
import { join } from 'node:path';
import { platform } from '../platform.ts';
import { findOnPath } from '../process/find-on-path.ts';
import { reachableByAll } from './find-programs.ts';

/** `nobody` on Linux. */
export const POSTGRES_UID = 65534;
export const isRoot = process.getuid?.() === 0;

export interface Launch {
  command: string;
  args: string[];
  spawnOptions: { cwd: string; uid?: number; gid?: number; env: NodeJS.ProcessEnv };
}

/**
 * The command line that runs one of PostgreSQL's programs as that user. The kernel ends it with its parent (`setpriv
 * --pdeathsig`, where there is setpriv).
 */
export function asPostgresUser(program: string, args: string[], dataDir: string): Launch {
  const setpriv = platform.setpriv ? findOnPath('setpriv') : undefined;
  // Without LC_* and PG* of the caller: they change messages that are parsed here, and defaults.
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  const direct = { command: program, args, spawnOptions: { cwd: '/', env } };
  if (!isRoot) {
    return setpriv ? { ...direct, command: setpriv, args: ['--pdeathsig', 'INT', program, ...args] } : direct;
  }
  if (!setpriv) return { ...direct, spawnOptions: { cwd: '/', env, uid: POSTGRES_UID, gid: POSTGRES_UID } };
  const user = ['--reuid', String(POSTGRES_UID), '--regid', String(POSTGRES_UID), '--clear-groups'];
  // Under a closed folder such as /root, `nobody` cannot walk to the data: then, and only then, it keeps the capability
  // that permits it.
  const walk = reachableByAll(join(dataDir, 'cluster'))
    ? []
    : ['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'];
  return { ...direct, command: setpriv, args: [...user, ...walk, '--pdeathsig', 'INT', program, ...args] };
}
