import {
  algorithmListSchema,
  modelSchema,
  modelSummarySchema,
  modelVersion,
  pageOf,
  pageQuery,
} from '@curio/contracts';
import { promoteModel, rollbackModel } from '@curio/core/models/promotion/promote-model';
import { getModel } from '@curio/core/models/registry/get-model';
import { listModels } from '@curio/core/models/registry/list-models';
import { cancelTraining } from '@curio/core/models/training/cancel-training';
import { listAlgorithms, trainRequest } from '@curio/core/models/training/list-algorithms';
import { requestTraining } from '@curio/core/models/training/request-training';
import type { RecommendServices } from '@curio/core/recommendations/recommend';
import { body, createRouter, json, projectParam, route, z } from '../http/openapi.ts';
import { applyChange } from './apply-change.ts';

const tags = ['Models'];
const versionParam = projectParam.extend({ version: z.coerce.number().pipe(modelVersion) });

/** A version that is promoted answers the very next recommendation of this process. */
export const models = (services: RecommendServices) =>
  createRouter()
    .openapi(
      route({
        method: 'get',
        path: '/algorithms',
        tags,
        summary: 'List the algorithms and their parameters',
        responses: { 200: json(algorithmListSchema, 'The same for every workspace; `auto` first') },
      }),
      (c) => c.json(listAlgorithms(), 200),
    )
    .openapi(
      route({
        method: 'post',
        path: '/projects/{projectId}/models',
        tags,
        summary: 'Train a model',
        request: { params: projectParam, body: body(trainRequest) },
        responses: { 202: json(modelSchema, 'Queued; GET the version to follow it') },
      }),
      async (c) =>
        c.json(await requestTraining(c.get('context'), c.req.valid('param').projectId, c.req.valid('json')), 202),
    )
    .openapi(
      route({
        method: 'get',
        path: '/projects/{projectId}/models',
        tags,
        summary: 'List model versions',
        request: { params: projectParam, query: pageQuery },
        responses: { 200: json(pageOf(modelSummarySchema), 'Newest first') },
      }),
      async (c) =>
        c.json(await listModels(c.get('context'), c.req.valid('param').projectId, c.req.valid('query')), 200),
    )
    .openapi(
      route({
        method: 'get',
        path: '/projects/{projectId}/models/{version}',
        tags,
        summary: 'Get a version: status, progress, metrics beside popularity',
        request: { params: versionParam },
        responses: { 200: json(modelSchema, 'The version') },
      }),
      async (c) => {
        const { projectId, version } = c.req.valid('param');
        return c.json(await getModel(c.get('context'), projectId, version), 200);
      },
    )
    .openapi(
      route({
        method: 'post',
        path: '/projects/{projectId}/models/{version}/cancel',
        tags,
        summary: 'Cancel a training',
        request: { params: versionParam },
        responses: { 202: json(modelSchema, 'Stops within seconds') },
      }),
      async (c) => {
        const { projectId, version } = c.req.valid('param');
        return c.json(await cancelTraining(c.get('context'), projectId, version), 202);
      },
    )
    .openapi(
      route({
        method: 'post',
        path: '/projects/{projectId}/models/{version}/promote',
        tags,
        summary: 'Make a version live',
        request: { params: versionParam },
        responses: { 200: json(modelSchema, 'The live version') },
      }),
      async (c) => {
        const { projectId, version } = c.req.valid('param');
        const context = c.get('context');
        const model = await promoteModel(context, projectId, version);
        await applyChange(services, context, projectId)('project', []);
        return c.json(model, 200);
      },
    )
    .openapi(
      route({
        method: 'post',
        path: '/projects/{projectId}/models/rollback',
        tags,
        summary: 'Go back to the version that served before',
        request: { params: projectParam },
        responses: { 200: json(modelSchema, 'The live version') },
      }),
      async (c) => {
        const { projectId } = c.req.valid('param');
        const context = c.get('context');
        const model = await rollbackModel(context, projectId);
        await applyChange(services, context, projectId)('project', []);
        return c.json(model, 200);
      },
    );
