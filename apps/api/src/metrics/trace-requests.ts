import type { Tracing } from '@curio/core/platform/tracing/tracing';
import type { RequestObserver } from '../http/access-log.ts';

/**
 * Ends the span of each answered request with its route and status. Paths are not part of it: they contain ids. Those of
 * workspaces only where `workspaces` asks for them.
 */
export function createRequestTracer(tracing: Tracing, { workspaces }: { workspaces: boolean }): RequestObserver {
  return ({ method, route, status, requestId, caller }) => {
    // Asked every few seconds by whatever watches the process.
    if (route.startsWith('/health') || route === '/metrics') return;
    tracing.end({
      name: route === 'unmatched' ? method : `${method} ${route}`,
      attributes: {
        'http.request.method': method,
        'http.route': route,
        'http.response.status_code': status,
        'curio.request_id': requestId,
        ...(workspaces && caller ? { 'curio.workspace_id': caller.workspaceId } : {}),
      },
      failed: status >= 500,
    });
  };
}
