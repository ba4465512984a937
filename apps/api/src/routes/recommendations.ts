import {
  explainInput,
  itemExplanationSchema,
  itemSchema,
  maxBatchItems,
  maxBatchQueries,
  ownId,
  type RecommendInput,
  recommendationSchema,
  recommendBatchInput,
  recommendBatchSchema,
  recommendInput,
  shortFormQuery,
} from '@curio/contracts';
import { CurioError } from '@curio/core/platform/errors';
import { explainItem } from '@curio/core/recommendations/explain-item';
import { randomItems } from '@curio/core/recommendations/random-items';
import { type RecommendServices, recommend } from '@curio/core/recommendations/recommend';
import { recommendBatch } from '@curio/core/recommendations/recommend-batch';
import { body, createRouter, json, projectParam, route, z } from '../http/openapi.ts';
import { invalidInput, problemOf, refusalOf } from '../http/problems.ts';

const tags = ['Recommend'];
const ofOne = projectParam.extend({ id: ownId });
const answer = { 200: json(recommendationSchema, 'Items, best first') };
const maxBatchBytes = 4 << 20;

/** Everything but the POST of recommendations is a short form of it, or asks about its answer. */
export function recommendations(services: RecommendServices) {
  const router = createRouter()
    .openapi(
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
    )
    .openapi(
      route(
        {
          method: 'post',
          path: '/projects/{projectId}/recommendations:batch',
          tags,
          summary: `Answer up to ${maxBatchQueries} queries, with at most ${maxBatchItems} items in all`,
          request: { params: projectParam, body: body(recommendBatchInput) },
          responses: { 200: json(recommendBatchSchema, 'An answer or a problem for each query, in their order') },
        },
        { maxBodyBytes: maxBatchBytes },
      ),
      async (c) => {
        const { queries } = c.req.valid('json');
        if (queries.length > maxBatchQueries) {
          throw new CurioError(
            'too-large',
            `A batch can have at most ${maxBatchQueries} queries; this has ${queries.length}.`,
          );
        }
        const parsed = queries.map((query) => {
          const result = recommendInput.safeParse(query);
          return result.success ? result.data : invalidInput(result.error);
        });
        const answers = await recommendBatch(c.get('context'), services, c.req.valid('param').projectId, parsed);
        const data = answers.map((one) =>
          one instanceof CurioError
            ? { error: problemOf(refusalOf(one, c.get('log')), c.get('apiUrl'), c.get('requestId')) }
            : one,
        );
        return c.json({ data }, 200);
      },
    )
    .openapi(
      route({
        method: 'post',
        path: '/projects/{projectId}/explain',
        tags,
        summary: 'Explain the place of an item in a list, or its absence',
        request: { params: projectParam, body: body(explainInput) },
        responses: { 200: json(itemExplanationSchema, 'Rank, score and reasons, or what removed the item') },
      }),
      async (c) =>
        c.json(await explainItem(c.get('context'), services, c.req.valid('param').projectId, c.req.valid('json')), 200),
    )
    .openapi(
      route({
        method: 'get',
        path: '/projects/{projectId}/items/random',
        tags,
        summary: 'Random items, for a new user to rate',
        request: {
          params: projectParam,
          query: z.object({ n: z.coerce.number().int().min(1).max(100).default(10) }),
        },
        responses: {
          200: json(z.object({ data: z.array(itemSchema) }).meta({ id: 'RandomItems' }), 'Different items'),
        },
      }),
      async (c) =>
        c.json(
          await randomItems(c.get('context'), services, c.req.valid('param').projectId, c.req.valid('query').n),
          200,
        ),
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
        const { fields, ...rest } = c.req.valid('query');
        const input: RecommendInput = {
          ...rest,
          ...form.input(c.req.param('id') ?? ''),
          ...(fields === undefined ? {} : { fields: fields === '' ? [] : fields.split(',') }),
        };
        return c.json(await recommend(c.get('context'), services, projectId, input), 200);
      },
    );
  }
  return router;
}
