import { type RawBuilder, sql } from '@curio/db';
import type { CustomEdit } from './check-custom.ts';

/** The stored own values with the given ones in their place, and without those that are null. */
export function mergedCustom(stored: RawBuilder<unknown>, edit: CustomEdit): RawBuilder<unknown> {
  const removed = Object.keys(edit).filter((name) => edit[name] === null);
  return sql`(${stored} || ${JSON.stringify(edit)}::jsonb) - ${removed}::text[]`;
}
