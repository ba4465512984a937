import type { Problem } from '@curio/contracts';
import { type Db, sql } from '@curio/db';
import type { Logger } from 'pino';
import type { Actor } from '../platform/context.ts';
import { maskBody } from './mask-body.ts';
import { maskPath, maskSecrets } from './mask-secrets.ts';
import { createRequestCounter } from './request-counter.ts';
import { createRequestSample } from './sample-requests.ts';

/** An answered request. */
export interface RecordedRequest {
  requestId: string;
  method: string;
  /** The template of the path. */
  route: string;
  /** Without the query. */
  path: string;
  status: number;
  milliseconds: number;
  /** undefined where it was not authenticated: it belongs to no workspace and is not recorded. */
  caller?: Caller | undefined;
  problem?: Problem | undefined;
  /** Where it was read into memory. */
  body?: Buffer | undefined;
}

interface Caller {
  workspaceId: string;
  actor: Exclude<Actor, { kind: 'system' }>;
}

/** Gathers a sample of the requests in memory and writes them in batches: no request waits for it. */
export interface RequestRecorder {
  record(request: RecordedRequest): void;
  /** Writes everything recorded before the call. Call it when the process stops. */
  flush(): Promise<void>;
}

export interface RecorderOptions {
  /** Whether the bodies of errors are kept. */
  bodies: boolean;
}

interface Row {
  at: string;
  milliseconds: number;
  status: number;
  workspace_id: string;
  request_id: string;
  project_id: string | null;
  actor_id: string;
  method: string;
  route: string;
  path: string;
  code: string | null;
  body: string | null;
  problem: Problem | null;
}

const flushIntervalMs = 1_000;
/** Rows that wait to be written; further ones are dropped. */
const maxRows = 2_000;
const maxInputs = 10;
const maxDetail = 1_000;

export function createRequestRecorder(db: Db, log: Logger, { bodies }: RecorderOptions): RequestRecorder {
  const sampled = createRequestSample();
  const counter = createRequestCounter();
  let rows: Row[] = [];
  let dropped = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const taken = rows;
    rows = [];
    if (dropped > 0) log.warn({ dropped }, 'requests not recorded: more than are kept in memory');
    dropped = 0;
    const counts = counter.take();
    if (taken.length === 0 && counts.length === 0) return;
    try {
      await sql`select record_requests(${JSON.stringify(taken, storable)}::json, ${JSON.stringify(counts)}::json)`.execute(
        db,
      );
    } catch (error) {
      log.warn({ err: error, count: taken.length }, 'requests not recorded');
      counter.putBack(counts);
    }
  }

  /** Chains on the flush before: two of them never run at a time, and rows wait in the bounded list meanwhile. */
  function flush(): Promise<void> {
    writing = writing.then(write);
    return writing;
  }

  return {
    record(request) {
      const { route, status, milliseconds, caller } = request;
      if (!caller) return;
      const { workspaceId, actor } = caller;
      const projectId = projectOf(actor, request.path);
      if (actor.kind === 'key') counter.add(workspaceId, projectId, status >= 400);
      timer ??= setTimeout(() => void flush(), flushIntervalMs).unref();
      if (!sampled({ workspaceId, route, status, milliseconds })) return;
      if (rows.length >= maxRows) dropped++;
      else rows.push(rowOf(request, caller, projectId, bodies));
    },
    flush,
  };
}

const projects = '/v1/projects/';
const maxIdLength = 64;

function projectOf(actor: Caller['actor'], path: string): string | undefined {
  if (actor.kind === 'key' && actor.projectIds?.length === 1) return actor.projectIds[0];
  if (!path.startsWith(projects)) return undefined;
  const end = path.indexOf('/', projects.length);
  const id = path.slice(projects.length, end === -1 ? undefined : end);
  return id.length > 0 && id.length <= maxIdLength ? id : undefined;
}

function rowOf(request: RecordedRequest, caller: Caller, projectId: string | undefined, bodies: boolean): Row {
  const { problem, body, status, path } = request;
  return {
    at: new Date().toISOString(),
    milliseconds: request.milliseconds,
    status,
    workspace_id: caller.workspaceId,
    request_id: request.requestId,
    project_id: projectId ?? null,
    actor_id: caller.actor.id,
    method: request.method,
    route: request.route,
    path: maskPath(path),
    code: problem?.code ?? null,
    body: (bodies && status >= 400 && body && maskBody(body, path)) || null,
    problem: problem ? shortened(problem) : null,
  };
}

function shortened({ detail, errors, ...rest }: Problem): Problem {
  const short = (text: string) => maskSecrets(text).slice(0, maxDetail);
  const inputs = errors?.slice(0, maxInputs).map((input) => ({
    pointer: short(input.pointer),
    detail: short(input.detail),
  }));
  return { ...rest, detail: short(detail), ...(inputs ? { errors: inputs } : {}) };
}

/** Postgres stores neither NUL nor half of a surrogate pair. */
function storable(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value;
}
