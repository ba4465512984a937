import { recommendInput, sendEventsInput } from '@curio/contracts';
import { takeEvents } from '@curio/core/events/take-events';
import { type RecommendServices, recommend } from '@curio/core/recommendations/recommend';
import { defaultBodyBytes } from '../http/openapi.ts';
import { applyChange } from '../routes/apply-change.ts';
import { maxBulkBytes } from '../routes/max-bulk-bytes.ts';
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
    directRoute({
      name: 'events',
      input: sendEventsInput,
      maxBodyBytes: maxBulkBytes,
      status: 202,
      act: (context, projectId, input) =>
        takeEvents(context, services.gatherer, projectId, input, applyChange(services, context, projectId)),
    }),
  ];
}
