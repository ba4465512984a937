import type { Scope } from '@curio/contracts';
import { path } from '@/api/send.ts';

export interface FirstCall {
  method: 'GET' | 'POST';
  path: string;
  body?: unknown;
}

/** The call to try a new key with: one that its scopes allow. `userId`: a user that exists, where there is one. */
export function firstCall(scopes: readonly Scope[], projectId: string, userId: string | null): FirstCall {
  const has = (scope: Scope) => scopes.includes('admin') || scopes.includes(scope);
  if (has('recommend')) {
    const body = userId === null ? { n: 10 } : { userId, n: 10 };
    return { method: 'POST', path: path`/v1/projects/${projectId}/recommendations`, body };
  }
  if (has('models:read')) return { method: 'GET', path: path`/v1/projects/${projectId}/models` };
  return { method: 'GET', path: '/v1/me' };
}
