import type { Scope } from '@curio/contracts';
import type { Db } from '@curio/db';
import type { Storage } from '@curio/storage';
import type { Logger } from 'pino';
import type { Jobs } from './jobs/jobs.ts';
import type { UsageCounter } from './limits/usage-counter.ts';
import type { Secrets } from './secrets.ts';
import type { Tracing } from './tracing/tracing.ts';

/** The resources of a process, opened once at its start. */
export interface Services {
  db: Db;
  jobs: Jobs;
  secrets: Secrets;
  storage: Storage;
  usage: UsageCounter;
  log: Logger;
  /** undefined unless spans are recorded. */
  tracing?: Tracing | undefined;
}

/** The actor of a request or job: an account with the rights of its role, a key with its scopes, or Curio's worker. */
export type Actor =
  | { kind: 'account'; id: string; role: 'owner' | 'admin' | 'member' }
  | { kind: 'key'; id: string; scopes: readonly Scope[]; projectIds: readonly string[] | null }
  | { kind: 'system' };

/** The first argument of every verb: the tenant comes from here, never from the input. */
export interface Context extends Services {
  workspaceId: string;
  actor: Actor;
}
