import { createProjectInput, pageOf, pageQuery, projectSchema, updateProjectInput } from '@curio/contracts';
import { createProject } from '@curio/core/projects/create-project';
import { deleteProject } from '@curio/core/projects/delete-project';
import { getProject } from '@curio/core/projects/get-project';
import { listProjects } from '@curio/core/projects/list-projects';
import { renameProject } from '@curio/core/projects/rename-project';
import type { RecommendServices } from '@curio/core/recommendations/recommend';
import { body, createRouter, json, projectParam, route } from '../http/openapi.ts';
import { applyChange } from './apply-change.ts';

const tags = ['Projects'];

/** A project that is deleted is unknown to the very next recommendation of this process. */
export const projects = (services: RecommendServices) =>
  createRouter()
    .openapi(
      route({
        method: 'post',
        path: '/projects',
        tags,
        summary: 'Make a project',
        request: { body: body(createProjectInput) },
        responses: { 201: json(projectSchema, 'The project') },
      }),
      async (c) => c.json(await createProject(c.get('context'), c.req.valid('json')), 201),
    )
    .openapi(
      route({
        method: 'get',
        path: '/projects',
        tags,
        summary: 'List projects',
        request: { query: pageQuery },
        responses: { 200: json(pageOf(projectSchema), 'Oldest first') },
      }),
      async (c) => c.json(await listProjects(c.get('context'), c.req.valid('query')), 200),
    )
    .openapi(
      route({
        method: 'get',
        path: '/projects/{projectId}',
        tags,
        summary: 'Get a project',
        request: { params: projectParam },
        responses: { 200: json(projectSchema, 'The project') },
      }),
      async (c) => c.json(await getProject(c.get('context'), c.req.valid('param').projectId), 200),
    )
    .openapi(
      route({
        method: 'patch',
        path: '/projects/{projectId}',
        tags,
        summary: 'Rename a project',
        request: { params: projectParam, body: body(updateProjectInput) },
        responses: { 200: json(projectSchema, 'The project') },
      }),
      async (c) =>
        c.json(await renameProject(c.get('context'), c.req.valid('param').projectId, c.req.valid('json')), 200),
    )
    .openapi(
      route({
        method: 'delete',
        path: '/projects/{projectId}',
        tags,
        summary: 'Delete a project with all its data and models',
        request: { params: projectParam },
        responses: { 204: { description: 'Deleted' } },
      }),
      async (c) => {
        const { projectId } = c.req.valid('param');
        const context = c.get('context');
        await deleteProject(context, projectId);
        await applyChange(services, context, projectId)('project', []);
        return c.body(null, 204);
      },
    );
