import type { LoggedRequest, LoggedRequestSummary, Problem } from '@curio/contracts';
import { type RawBuilder, sql } from '@curio/db';
import type { Context } from '../platform/context.ts';

export interface LoggedRequestRow {
  requestId: string;
  at: Date;
  method: string;
  route: string;
  path: string;
  status: number;
  milliseconds: number;
  projectId: string | null;
  actorId: string;
  actorName: string | null;
  code: string | null;
  body: string | null;
  problem: Problem | null;
}

/** The columns of a row, with its caller's name; `request_logs` is named `r`. */
export const requestColumns = sql`
  r.request_id as "requestId", r.at, r.method, r.route, r.path, r.status, r.milliseconds, r.project_id as "projectId",
  r.actor_id as "actorId", r.code,
  coalesce((select k.name from api_keys k where k.id = r.actor_id),
    (select u.name from auth."user" u where u.id = r.actor_id)) as "actorName"`;

/** A key that is limited to some projects reads the requests of those alone. */
export function reachable({ actor }: Context): RawBuilder<boolean> {
  const limited = actor.kind === 'key' ? actor.projectIds : null;
  return limited === null ? sql`true` : sql`r.project_id = any (${limited}::text[])`;
}

export function toSummary(row: Omit<LoggedRequestRow, 'body' | 'problem'>): LoggedRequestSummary {
  const { actorId, actorName, at, milliseconds, requestId, method, route, path, status, projectId, code } = row;
  return {
    requestId,
    at: at.toISOString(),
    method,
    route,
    path,
    status,
    milliseconds: Math.round(milliseconds * 100) / 100,
    projectId,
    caller: { kind: actorId.startsWith('key_') ? 'key' : 'account', id: actorId, name: actorName },
    code,
  };
}

export function toLoggedRequest(row: LoggedRequestRow): LoggedRequest {
  return { ...toSummary(row), body: row.body, problem: row.problem && inOrder(row.problem) };
}

/** As it was answered: jsonb orders keys by their lengths. */
function inOrder({ type, title, status, code, detail, requestId, errors }: Problem): Problem {
  const inputs = errors?.map((input) => ({ pointer: input.pointer, detail: input.detail }));
  return { type, title, status, code, detail, requestId, ...(inputs ? { errors: inputs } : {}) };
}
