import type { Context } from '@curio/core/platform/context';
import type { Tracing } from '@curio/core/platform/tracing/tracing';
import type { PgBoss } from 'pg-boss';

/** Passed to every job handler. */
export interface Worker {
  boss: PgBoss;
  /** undefined unless spans are recorded. */
  tracing: Tracing | undefined;
  /** The context in which a job of this workspace runs; its actor is the system. */
  contextOf(workspaceId: string): Context;
}
