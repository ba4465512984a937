import { ownId, pgText, recommendationSchema } from '@curio/contracts';
import { authorise } from '@curio/core/platform/authorise';
import type { Context } from '@curio/core/platform/context';
import { CurioError } from '@curio/core/platform/errors';
import { type RecommendServices, recommend } from '@curio/core/recommendations/recommend';
import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from '../http/app-env.ts';
import { body, createRouter, json, route, z } from '../http/openapi.ts';

const tags = ['Earlier shapes'];
const answer = {
  200: json(
    z.object({ recommendations: recommendationSchema.shape.items }).meta({ id: 'EarlierRecommendations' }),
    'Items, best first',
  ),
};
const limit = z.coerce.number().int().min(1).max(500).default(10);
const ofUser = z.object({ user: ownId });

/** Routes of recommenders that came before, for apps that call them already. Each is a short form of the one query. */
export function aliases(services: RecommendServices, ...access: MiddlewareHandler<AppEnv>[]) {
  const router = createRouter();
  for (const path of ['/api/recommend', '/recommendations/*', '/recommend/*']) {
    router.use(path, async (c, next) => {
      c.header('cache-control', 'no-store');
      await next();
    });
    router.use(path, ...access);
  }
  return router
    .openapi(
      route({
        method: 'post',
        path: '/api/recommend',
        tags,
        summary: 'Recommend to a user, or from a title',
        request: {
          body: body(
            z
              .strictObject({
                project_id: z.string(),
                user_id: ownId.optional(),
                item_title: pgText.min(1).max(1000).optional(),
                limit: z.number().int().min(1).max(500).default(10),
              })
              .meta({ id: 'EarlierQuery', examples: [{ project_id: 'prj_…', user_id: '00042', limit: 5 }] }),
          ),
        },
        responses: answer,
      }),
      async (c) => {
        const { project_id, user_id, item_title, limit: n } = c.req.valid('json');
        const { items } = await recommend(c.get('context'), services, project_id, {
          n,
          ...(user_id === undefined ? {} : { userId: user_id }),
          ...(item_title === undefined ? {} : { itemTitle: item_title }),
        });
        return c.json({ recommendations: items }, 200);
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/recommendations/{user}',
        tags,
        summary: 'Recommend to a user, by a key for one project',
        request: {
          params: ofUser,
          query: z.object({ limit, offset: z.coerce.number().int().min(0).max(10_000).default(0) }),
        },
        responses: answer,
      }),
      async (c) => {
        const query = { userId: c.req.valid('param').user, ...c.req.valid('query') };
        const { items } = await recommend(c.get('context'), services, onlyProject(c.get('context')), query);
        return c.json({ recommendations: items }, 200);
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/recommend/{user}',
        tags,
        summary: 'Recommend to a user, by a key for one project',
        request: { params: ofUser, query: z.object({ max_results: limit }) },
        responses: answer,
      }),
      async (c) => {
        const query = { userId: c.req.valid('param').user, n: c.req.valid('query').max_results };
        const { items } = await recommend(c.get('context'), services, onlyProject(c.get('context')), query);
        return c.json({ recommendations: items }, 200);
      },
    );
}

/** The path names no project: the key does. */
function onlyProject(context: Context): string {
  authorise(context, 'recommend');
  const { actor } = context;
  const [projectId, ...others] = (actor.kind === 'key' && actor.projectIds) || [];
  if (projectId !== undefined && others.length === 0) return projectId;
  throw new CurioError(
    'invalid-input',
    'This address names no project: use a key that is limited to one project, or POST /v1/projects/{projectId}/recommendations.',
  );
}
