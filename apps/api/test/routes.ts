import { call } from './client.ts';
import type { TestApi } from './start-api.ts';

export interface Route {
  method: string;
  /** As in the document, with parameters in braces. */
  path: string;
  /** Whether the operation takes a JSON body. */
  takesJson: boolean;
  operation: Operation;
}

interface Operation {
  summary?: string;
  tags?: string[];
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string; required?: boolean; schema: unknown }[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, unknown> }>;
}

export interface OpenApi {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
}

export async function readDocument(api: TestApi): Promise<OpenApi> {
  const { body } = await call<OpenApi>(api, 'GET', '/openapi.json');
  return body;
}

/** Every operation of the document, so that a new route cannot be left out of a test. */
export function routesOf(document: OpenApi): Route[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      takesJson: 'application/json' in (operation.requestBody?.content ?? {}),
      operation,
    })),
  );
}

/** A body that each route's schema takes, so that what is refused is refused for another reason. */
const bodies: Record<string, unknown> = {
  'POST /v1/projects': { name: 'Films' },
  'PATCH /v1/projects/{projectId}': { name: 'Films' },
  'POST /v1/keys/{keyId}/rotate': { overlapSeconds: 60 },
  'POST /v1/keys': { name: 'ci', scopes: ['recommend'] },
  'PUT /v1/projects/{projectId}/imports/{importId}/mapping': { columns: { id: { field: 'itemId' } } },
  'POST /v1/projects/{projectId}/imports/{importId}/apply': { mode: 'upsert' },
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
): { path: string; json?: unknown; raw?: string } {
  const name = `${route.method} ${route.path}`;
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, param: string) => encodeURIComponent(params[param] ?? '1'));
  if (route.path.endsWith('/imports') && route.method === 'POST')
    return { path: `${path}?kind=items&filename=a.csv`, raw: 'id,title\n1,One\n' };
  if (!route.takesJson) return { path };
  if (!(name in bodies)) throw new Error(`The tests know no body for ${name}; add one to routes.ts`);
  return { path, json: bodies[name] };
}
