import { recommendInput } from '@curio/contracts';
import { type RecommendServices, recommend } from '@curio/core/recommendations/recommend';
import { defaultBodyBytes } from '../http/openapi.ts';
import { type DirectRoute, directRoute } from './direct-route.ts';

/** The routes with most requests. Each is registered in Hono too, with the same verb. */
export function directRoutes(services: RecommendServices): DirectRoute[] {
  return [
    directRoute({
      name: 'recommendations',
      input: recommendInput,
      maxBodyBytes: defaultBodyBytes,
      status: 200,
      act: (context, projectId, input) => recommend(context, services, projectId, input),
    }),
  ];
}
