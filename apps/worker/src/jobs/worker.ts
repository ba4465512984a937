import type { Context } from '@curio/core/platform/context';
import type { PgBoss } from 'pg-boss';

/** Passed to every job handler. */
export interface Worker {
  boss: PgBoss;
  /** The context in which a job of this workspace runs; its actor is the system. */
  contextOf(workspaceId: string): Context;
}
