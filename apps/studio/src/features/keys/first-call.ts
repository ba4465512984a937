import type { Scope } from '@curio/contracts';
import { path } from '@/api/send.ts';

export interface FirstCall {
  method: 'GET' | 'POST';
  path: string;
  body?: unknown;
}

/** An example call that the key's scopes allow. `userId`: an existing user, or null where the project has none. */
export function firstCall(scopes: readonly Scope[], projectId: string, userId: string | null): FirstCall {
  const has = (scope: Scope) => scopes.includes('admin') || scopes.includes(scope);
  if (has('recommend')) {
    const body = userId === null ? { n: 10 } : { userId, n: 10 };
    return { method: 'POST', path: path`/v1/projects/${projectId}/recommendations`, body };
  }
  if (has('models:read')) return { method: 'GET', path: path`/v1/projects/${projectId}/models` };
  if (has('catalogue:read') || has('catalogue:write'))
    return { method: 'GET', path: path`/v1/projects/${projectId}/items` };
  if (has('users:read')) return { method: 'GET', path: path`/v1/projects/${projectId}/users` };
  return { method: 'GET', path: '/v1/me' };
}
