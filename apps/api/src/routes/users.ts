import {
  bulkResult,
  catalogueQuery,
  ownId,
  pageOf,
  similarUsersQuery,
  similarUsersSchema,
  userInput,
  userSchema,
  usersBulkInput,
  writtenUserSchema,
} from '@curio/contracts';
import { deleteUser } from '@curio/core/catalogue/users/delete-user';
import { getUser } from '@curio/core/catalogue/users/get-user';
import { listUsers } from '@curio/core/catalogue/users/list-users';
import { patchUser } from '@curio/core/catalogue/users/patch-user';
import { putUser } from '@curio/core/catalogue/users/put-user';
import { putUsers } from '@curio/core/catalogue/users/put-users';
import { similarUsers } from '@curio/core/catalogue/users/similar-users';
import type { RecommendServices } from '@curio/core/recommendations/recommend';
import { body, createRouter, json, projectParam, route } from '../http/openapi.ts';
import { applyChange } from './apply-change.ts';
import { maxBulkBytes } from './max-bulk-bytes.ts';

const tags = ['Catalogue'];
const oneUser = projectParam.extend({ userId: ownId });

/** What is written counts in the very next recommendation of the process that took it. */
export function users(services: RecommendServices) {
  return createRouter()
    .openapi(
      route({
        method: 'get',
        path: '/projects/{projectId}/users',
        tags,
        summary: 'List or search users',
        request: { params: projectParam, query: catalogueQuery },
        responses: { 200: json(pageOf(userSchema), 'In the order of their ids') },
      }),
      async (c) => c.json(await listUsers(c.get('context'), c.req.valid('param').projectId, c.req.valid('query')), 200),
    )
    .openapi(
      route(
        {
          method: 'post',
          path: '/projects/{projectId}/users:bulk',
          tags,
          summary: 'Write up to 10,000 users, each as PUT does',
          request: { params: projectParam, body: body(usersBulkInput) },
          responses: { 202: json(bulkResult, 'How many were stored, and why others were not') },
        },
        { maxBodyBytes: maxBulkBytes },
      ),
      async (c) => {
        const context = c.get('context');
        const { projectId } = c.req.valid('param');
        const apply = applyChange(services, context, projectId);
        return c.json(await putUsers(context, projectId, c.req.valid('json').users, apply), 202);
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/projects/{projectId}/users/{userId}',
        tags,
        summary: 'Get a user',
        request: { params: oneUser },
        responses: { 200: json(userSchema, 'The user') },
      }),
      async (c) => {
        const { projectId, userId } = c.req.valid('param');
        return c.json(await getUser(c.get('context'), projectId, userId), 200);
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/projects/{projectId}/users/{userId}/similar',
        tags,
        summary: 'Users who share most of what this user did',
        description:
          'The cosine of what both did; items that few users have weigh more. A project with up to 60,000 interactions is ' +
          'compared as a whole; of a larger one, a sample of users of that size, which depends on the user.',
        request: { params: oneUser, query: similarUsersQuery },
        responses: { 200: json(similarUsersSchema, 'Best first; none for an unknown user') },
      }),
      async (c) => {
        const { projectId, userId } = c.req.valid('param');
        return c.json(await similarUsers(c.get('context'), projectId, userId, c.req.valid('query').n), 200);
      },
    )
    .openapi(
      route({
        method: 'put',
        path: '/projects/{projectId}/users/{userId}',
        tags,
        summary: 'Make a user, or replace all own fields',
        request: { params: oneUser, body: body(userInput) },
        responses: {
          200: json(writtenUserSchema, 'The user as replaced'),
          201: json(writtenUserSchema, 'The new user'),
        },
      }),
      async (c) => {
        const context = c.get('context');
        const { projectId, userId } = c.req.valid('param');
        const apply = applyChange(services, context, projectId);
        const { user, created } = await putUser(context, projectId, userId, c.req.valid('json'), apply);
        return created ? c.json(user, 201) : c.json(user, 200);
      },
    )
    .openapi(
      route({
        method: 'patch',
        path: '/projects/{projectId}/users/{userId}',
        tags,
        summary: 'Change some own fields of a user',
        request: { params: oneUser, body: body(userInput) },
        responses: { 200: json(writtenUserSchema, 'The user as changed') },
      }),
      async (c) => {
        const context = c.get('context');
        const { projectId, userId } = c.req.valid('param');
        const apply = applyChange(services, context, projectId);
        return c.json(await patchUser(context, projectId, userId, c.req.valid('json'), apply), 200);
      },
    )
    .openapi(
      route({
        method: 'delete',
        path: '/projects/{projectId}/users/{userId}',
        tags,
        summary: 'Forget a user: fields, events and the id',
        request: { params: oneUser },
        responses: { 204: { description: 'Deleted, now or before' } },
      }),
      async (c) => {
        const context = c.get('context');
        const { projectId, userId } = c.req.valid('param');
        await deleteUser(context, projectId, userId, applyChange(services, context, projectId));
        return c.body(null, 204);
      },
    );
}
