import { errorFromBody, unreachable } from './problem.ts';

export interface SendOptions {
  body?: unknown;
  query?: Record<string, string | number | boolean | undefined>;
  signal?: AbortSignal | undefined;
}

export type Send = <T>(method: string, path: string, sending?: SendOptions) => Promise<T>;

/** Makes one API call with the session cookie. Throws ApiError for every response that is not a success. */
export function createSend(address: string): Send {
  return async function send<T>(method: string, path: string, { body, query, signal }: SendOptions = {}): Promise<T> {
    const init: RequestInit = { method, credentials: 'include', headers: { accept: 'application/json' } };
    if (signal) init.signal = signal;
    if (body !== undefined) {
      init.body = JSON.stringify(body);
      init.headers = { ...init.headers, 'content-type': 'application/json' };
    }
    let response: Response;
    try {
      response = await fetch(address + withQuery(path, query), init);
    } catch (cause) {
      if (signal?.aborted) throw cause;
      throw unreachable(address);
    }
    const text = await response.text();
    if (!response.ok) throw errorFromBody(response.status, text, response.headers.get('x-request-id'));
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
}

export function withQuery(path: string, query: SendOptions['query']): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  }
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}

/** A path with each inserted part escaped: ids are the tenant's own and may contain any character. */
export function path(strings: TemplateStringsArray, ...parts: (string | number)[]): string {
  return String.raw({ raw: strings }, ...parts.map((part) => encodeURIComponent(part)));
}
