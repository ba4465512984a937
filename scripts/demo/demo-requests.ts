/** The demo is made the way a customer would make it: through the public HTTP API. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Caller {
  api: string;
  studio: string;
  /** Used instead of the session's cookie where set. */
  apiKey?: string;
  cookie?: string;
  stopped: AbortSignal;
}

interface Sent {
  status: number;
  body: unknown;
  cookie: string | undefined;
}

/** Sends JSON, or text as CSV. Throws a RequestFailed that names the request and the answer. */
export async function send(caller: Caller, method: string, path: string, body?: unknown): Promise<Sent> {
  const headers: Record<string, string> = { origin: caller.studio };
  if (caller.apiKey) headers['x-api-key'] = caller.apiKey;
  else if (caller.cookie) headers.cookie = caller.cookie;
  const csv = typeof body === 'string';
  if (body !== undefined) headers['content-type'] = csv ? 'text/csv' : 'application/json';
  const response = await fetch(caller.api + path, {
    method,
    headers,
    body: body === undefined ? undefined : csv ? body : JSON.stringify(body),
    signal: caller.stopped,
  });
  const text = await response.text();
  if (!response.ok) throw new RequestFailed(method, path, response.status, text);
  const cookie = response.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ');
  return {
    status: response.status,
    body: text ? (JSON.parse(text) as unknown) : undefined,
    cookie: cookie || undefined,
  };
}

export class RequestFailed extends Error {
  readonly status: number;
  constructor(method: string, path: string, status: number, answer: string) {
    super(`${method} ${path} was answered ${status}: ${answer.slice(0, 300)}`);
    this.status = status;
  }
}

/** Repeats the request until `done` returns true. Throws when it takes longer than `seconds`. */
export async function poll<T>(caller: Caller, path: string, done: (answer: T) => boolean, seconds: number): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = (await send(caller, 'GET', path)).body as T;
    if (done(answer)) return answer;
    if (Date.now() > deadline)
      throw new Error(`${path} was not done within ${seconds} s: ${JSON.stringify(answer).slice(0, 300)}`);
    await sleep(250, undefined, { signal: caller.stopped });
  }
}
