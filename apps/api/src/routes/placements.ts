import { pageQuery, placementName, placementSchema, placementSettings, placementsPage } from '@curio/contracts';
import { deletePlacement } from '@curio/core/placements/delete-placement';
import { getPlacement } from '@curio/core/placements/get-placement';
import { listPlacements } from '@curio/core/placements/list-placements';
import { putPlacement } from '@curio/core/placements/put-placement';
import type { RecommendServices } from '@curio/core/recommendations/recommend';
import { body, createRouter, json, projectParam, route } from '../http/openapi.ts';
import { applyChange } from './apply-change.ts';

const tags = ['Placements'];
const onePlacement = projectParam.extend({ name: placementName });

/** A placement counts in the very next recommendation of the process that stored it. */
export function placements(services: RecommendServices) {
  return createRouter()
    .openapi(
      route({
        method: 'get',
        path: '/projects/{projectId}/placements',
        tags,
        summary: 'List placements',
        request: { params: projectParam, query: pageQuery },
        responses: { 200: json(placementsPage, 'In the order of their names') },
      }),
      async (c) =>
        c.json(await listPlacements(c.get('context'), c.req.valid('param').projectId, c.req.valid('query')), 200),
    )
    .openapi(
      route({
        method: 'get',
        path: '/projects/{projectId}/placements/{name}',
        tags,
        summary: 'Get a placement',
        request: { params: onePlacement },
        responses: { 200: json(placementSchema, 'The placement') },
      }),
      async (c) => {
        const { projectId, name } = c.req.valid('param');
        return c.json(await getPlacement(c.get('context'), projectId, name), 200);
      },
    )
    .openapi(
      route({
        method: 'put',
        path: '/projects/{projectId}/placements/{name}',
        tags,
        summary: 'Store the settings of a placement',
        request: { params: onePlacement, body: body(placementSettings) },
        responses: { 200: json(placementSchema, 'The placement') },
      }),
      async (c) => {
        const context = c.get('context');
        const { projectId, name } = c.req.valid('param');
        const apply = applyChange(services, context, projectId);
        return c.json(await putPlacement(context, projectId, name, c.req.valid('json'), apply), 200);
      },
    )
    .openapi(
      route({
        method: 'delete',
        path: '/projects/{projectId}/placements/{name}',
        tags,
        summary: 'Delete a placement',
        request: { params: onePlacement },
        responses: { 204: { description: 'Deleted, now or before' } },
      }),
      async (c) => {
        const context = c.get('context');
        const { projectId, name } = c.req.valid('param');
        await deletePlacement(context, projectId, name, applyChange(services, context, projectId));
        return c.body(null, 204);
      },
    );
}
