import type { Scope } from '@curio/contracts';
import { studio, type TestApi } from './start-api.ts';

export interface Reply<T = Record<string, unknown>> {
  status: number;
  headers: Headers;
  text: string;
  body: T;
}

export interface Sent {
  key?: string | undefined;
  cookie?: string | undefined;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is. */
  raw?: string | Uint8Array<ArrayBuffer>;
}

/** One request over HTTP. With a cookie it comes from the studio's pages, unless `headers` says otherwise. */
export async function call<T = Record<string, unknown>>(
  api: TestApi,
  method: string,
  path: string,
  sent: Sent = {},
): Promise<Reply<T>> {
  const response = await fetch(api.url + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(sent.key === undefined ? {} : { 'x-api-key': sent.key }),
      ...(sent.cookie === undefined ? {} : { cookie: sent.cookie, origin: studio }),
      ...(sent.json === undefined ? {} : { 'content-type': 'application/json' }),
      ...sent.headers,
    },
    ...(sent.json === undefined ? {} : { body: JSON.stringify(sent.json) }),
    ...(sent.raw === undefined ? {} : { body: sent.raw }),
  });
  const text = await response.text();
  api.checkAnswer(method, path, { status: response.status, headers: response.headers, text });
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : {}) as T };
}

export interface Tenant {
  cookie: string;
  /** An admin key of the workspace. */
  key: string;
  keyId: string;
  projectId: string;
  email: string;
}

let accounts = 0;

/** A new account with a workspace, an admin key and a project. */
export async function newTenant(api: TestApi): Promise<Tenant> {
  const email = `account${accounts++}@example.com`;
  const signedUp = await call(api, 'POST', '/api/auth/sign-up/email', {
    headers: { origin: studio },
    json: { name: 'Ada', email, password: 'a long password' },
  });
  if (signedUp.status !== 200) throw new Error(`sign-up: ${signedUp.status} ${signedUp.text}`);
  const cookie = signedUp.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ');
  const { id: keyId, key } = await newKey(api, cookie, ['admin']);
  const project = await call<{ id: string }>(api, 'POST', '/v1/projects', { key, json: { name: 'Films' } });
  return { cookie, key, keyId, projectId: project.body.id, email };
}

export async function newKey(
  api: TestApi,
  cookie: string,
  scopes: Scope[],
  projects?: string[],
): Promise<{ id: string; key: string }> {
  const made = await call<{ id: string; key: string }>(api, 'POST', '/v1/keys', {
    cookie,
    json: { name: 'test', scopes, ...(projects ? { projects } : {}) },
  });
  if (made.status !== 201) throw new Error(`key: ${made.status} ${made.text}`);
  return made.body;
}
