import { type RecommendInput, recommendationSchema, recommendInput, shortFormQuery } from '@curio/contracts';
import { type RecommendServices, recommend } from '@curio/core/recommendations/recommend';
import { body, createRouter, json, projectParam, route, z } from '../http/openapi.ts';

const tags = ['Recommend'];
const ofOne = projectParam.extend({ id: z.string() });
const answer = { 200: json(recommendationSchema, 'Items, best first') };

/** Everything but the POST is a short form of it. */
export function recommendations(services: RecommendServices) {
  const router = createRouter().openapi(
    route({
      method: 'post',
      path: '/projects/{projectId}/recommendations',
      tags,
      summary: 'Recommend',
      request: { params: projectParam, body: body(recommendInput) },
      responses: answer,
    }),
    async (c) =>
      c.json(await recommend(c.get('context'), services, c.req.valid('param').projectId, c.req.valid('json')), 200),
  );

  const shortForms = [
    { path: '/users/{id}/recommendations', summary: 'Recommend to a user', input: (id: string) => ({ userId: id }) },
    { path: '/items/{id}/similar', summary: 'Items similar to one', input: (id: string) => ({ itemId: id }) },
    { path: '/popular', summary: 'Popular items', input: () => ({ strategy: 'popular' as const }) },
    { path: '/trending', summary: 'Items popular lately', input: () => ({ strategy: 'trending' as const }) },
    { path: '/latest', summary: 'New items', input: () => ({ strategy: 'latest' as const }) },
  ];
  for (const form of shortForms) {
    router.openapi(
      route({
        method: 'get',
        path: `/projects/{projectId}${form.path}`,
        tags,
        summary: form.summary,
        request: {
          params: form.path.includes('{id}') ? ofOne : projectParam,
          query: shortFormQuery,
        },
        responses: answer,
      }),
      async (c) => {
        const { projectId } = c.req.valid('param');
        const { fields, explain, ...rest } = c.req.valid('query');
        const input: RecommendInput = {
          ...rest,
          ...form.input(c.req.param('id') ?? ''),
          excludeSeen: true,
          explain: explain ?? false,
          ...(fields ? { fields: fields.split(',') } : {}),
        };
        return c.json(await recommend(c.get('context'), services, projectId, input), 200);
      },
    );
  }
  return router;
}
