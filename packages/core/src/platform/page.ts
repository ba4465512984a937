import type { PageQuery } from '@curio/contracts';
import { sql } from '@curio/db';
import type { Context } from './context.ts';
import { CurioError } from './errors.ts';

/**
 * A cursor is the sort key of the last row, signed together with the name of its list, so that it can be neither made
 * up nor used on another list.
 */
export function readCursor(context: Context, list: string, query: PageQuery): string[] | undefined {
  if (query.cursor === undefined) return undefined;
  const content = context.secrets.unsign(query.cursor);
  const parts: unknown = content === undefined ? undefined : JSON.parse(content);
  if (!Array.isArray(parts) || parts[0] !== `${context.workspaceId}/${list}`) {
    throw new CurioError('invalid-input', 'This cursor is not from this list.', [
      { pointer: '/cursor', detail: 'Use the nextCursor of the page before, unchanged.' },
    ]);
  }
  return parts.slice(1).map(String);
}

/** `rows` may have one row more than the page: then there is a next page. */
export function toPage<Row, Out>(
  context: Context,
  list: string,
  query: PageQuery,
  rows: Row[],
  keyOf: (row: Row) => (string | number)[],
  toOut: (row: Row) => Out,
): { data: Out[]; nextCursor: string | null } {
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return {
    data: shown.map(toOut),
    nextCursor: last ? context.secrets.sign(JSON.stringify([`${context.workspaceId}/${list}`, ...keyOf(last)])) : null,
  };
}

/** For lists by time, oldest first: the rows after the cursor's; all of them where there is none. */
export function later(after: string[] | undefined) {
  return after ? sql<boolean>`(created_at, id) > (${after[0]}::timestamptz, ${after[1]})` : sql<boolean>`true`;
}

/** For lists by time, newest first. */
export function earlier(after: string[] | undefined) {
  return after ? sql<boolean>`(created_at, id) < (${after[0]}::timestamptz, ${after[1]})` : sql<boolean>`true`;
}
