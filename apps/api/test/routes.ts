import { call } from './client.ts';
import type { OpenApi, Route } from './document.ts';
import type { TestApi } from './start-api.ts';

export { type OpenApi, type Route, routesOf } from './document.ts';

export async function readDocument(api: TestApi): Promise<OpenApi> {
  const { body } = await call<OpenApi>(api, 'GET', '/openapi.json');
  return body;
}

/** A body that each route's schema takes, so that what is refused is refused for another reason. */
const bodies: Record<string, unknown> = {
  'POST /v1/projects': { name: 'Films' },
  'PATCH /v1/projects/{projectId}': { name: 'Films' },
  'POST /v1/keys/{keyId}/rotate': { overlapSeconds: 60 },
  'POST /v1/keys': { name: 'ci', scopes: ['recommend'] },
  'PUT /v1/projects/{projectId}/imports/{importId}/mapping': { columns: { id: { field: 'itemId' } } },
  'PUT /v1/projects/{projectId}/imports/{importId}/reading': { delimiter: ',' },
  'POST /v1/projects/{projectId}/imports/{importId}/dry-run': { mode: 'upsert' },
  'POST /v1/projects/{projectId}/imports/{importId}/apply': { mode: 'upsert' },
  'POST /v1/mappings': { name: 'Shop', kind: 'items', mapping: { columns: { id: { field: 'itemId' } } } },
  'PATCH /v1/mappings/{mappingId}': { name: 'Shop 2' },
  'POST /v1/projects/{projectId}/models': { algorithm: 'popular' },
  'POST /v1/projects/{projectId}/recommendations': { userId: '1' },
  'POST /v1/projects/{projectId}/recommendations:batch': { queries: [{ userId: '1' }] },
  'POST /v1/projects/{projectId}/explain': { userId: '1', itemId: '2' },
  'POST /api/recommend': { project_id: 'prj_00000000000000000000', user_id: '1' },
  'POST /v1/projects/{projectId}/events': { userId: '1', itemId: '2', type: 'view' },
  'PUT /v1/projects/{projectId}/items/{itemId}': { title: 'One' },
  'PATCH /v1/projects/{projectId}/items/{itemId}': { title: 'One' },
  'POST /v1/projects/{projectId}/items:bulk': { items: [{ itemId: '1', title: 'One' }] },
  'PUT /v1/projects/{projectId}/users/{userId}': { custom: { taste: 'Crime' } },
  'PATCH /v1/projects/{projectId}/users/{userId}': { custom: { taste: 'Crime' } },
  'POST /v1/projects/{projectId}/users:bulk': { users: [{ userId: '1' }] },
  'PUT /v1/projects/{projectId}/placements/{name}': { n: 5 },
  'POST /v1/projects/{projectId}/webhooks': { url: 'https://example.com/hook', events: ['model.ready'] },
};

/** The request of a route with its parameters filled in. */
export function requestOf(
  route: Route,
  params: Record<string, string>,
): { path: string; json?: unknown; raw?: string; headers?: Record<string, string> } {
  const name = `${route.method} ${route.path}`;
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, param: string) => encodeURIComponent(params[param] ?? '1'));
  if (route.path.endsWith('/imports') && route.method === 'POST')
    return { path: `${path}?kind=items&filename=a.csv`, raw: 'id,title\n1,One\n' };
  if (route.path.endsWith('/uploads')) return { path, headers: { 'tus-resumable': '1.0.0', 'upload-length': '9' } };
  if (!route.takesJson) return { path };
  if (!(name in bodies)) throw new Error(`The tests know no body for ${name}; add one to routes.ts`);
  return { path, json: bodies[name] };
}
