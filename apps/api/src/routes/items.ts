import {
  bulkResult,
  catalogueQuery,
  itemFieldsSchema,
  itemInput,
  itemSchema,
  itemsBulkInput,
  ownId,
  pageOf,
} from '@curio/contracts';
import { deleteItem } from '@curio/core/catalogue/items/delete-item';
import { getItem } from '@curio/core/catalogue/items/get-item';
import { listItemFields } from '@curio/core/catalogue/items/list-item-fields';
import { listItems } from '@curio/core/catalogue/items/list-items';
import { patchItem } from '@curio/core/catalogue/items/patch-item';
import { putItem } from '@curio/core/catalogue/items/put-item';
import { putItems } from '@curio/core/catalogue/items/put-items';
import type { RecommendServices } from '@curio/core/recommendations/recommend';
import { body, createRouter, json, projectParam, route } from '../http/openapi.ts';
import { applyChange } from './apply-change.ts';
import { maxBulkBytes } from './max-bulk-bytes.ts';

const tags = ['Catalogue'];
const oneItem = projectParam.extend({ itemId: ownId });

/** What is written counts in the very next recommendation of the process that took it. */
export function items(services: RecommendServices) {
  return createRouter()
    .openapi(
      route({
        method: 'get',
        path: '/projects/{projectId}/items',
        tags,
        summary: 'List or search items',
        request: { params: projectParam, query: catalogueQuery },
        responses: { 200: json(pageOf(itemSchema), 'In the order of their ids') },
      }),
      async (c) => c.json(await listItems(c.get('context'), c.req.valid('param').projectId, c.req.valid('query')), 200),
    )
    .openapi(
      route({
        method: 'get',
        path: '/projects/{projectId}/item-fields',
        tags,
        summary: 'List the item fields that filters and rules can name',
        request: { params: projectParam },
        responses: { 200: json(itemFieldsSchema, 'Built-in fields, then own fields by name') },
      }),
      async (c) => c.json(await listItemFields(c.get('context'), c.req.valid('param').projectId), 200),
    )
    .openapi(
      route(
        {
          method: 'post',
          path: '/projects/{projectId}/items:bulk',
          tags,
          summary: 'Write up to 10,000 items, each as PUT does',
          request: { params: projectParam, body: body(itemsBulkInput) },
          responses: { 202: json(bulkResult, 'How many were stored, and why others were not') },
        },
        { maxBodyBytes: maxBulkBytes },
      ),
      async (c) => {
        const context = c.get('context');
        const { projectId } = c.req.valid('param');
        const apply = applyChange(services, context, projectId);
        return c.json(await putItems(context, projectId, c.req.valid('json').items, apply), 202);
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/projects/{projectId}/items/{itemId}',
        tags,
        summary: 'Get an item',
        request: { params: oneItem },
        responses: { 200: json(itemSchema, 'The item') },
      }),
      async (c) => {
        const { projectId, itemId } = c.req.valid('param');
        return c.json(await getItem(c.get('context'), projectId, itemId), 200);
      },
    )
    .openapi(
      route({
        method: 'put',
        path: '/projects/{projectId}/items/{itemId}',
        tags,
        summary: 'Make an item, or replace the whole of it',
        request: { params: oneItem, body: body(itemInput) },
        responses: { 200: json(itemSchema, 'The item as replaced'), 201: json(itemSchema, 'The new item') },
      }),
      async (c) => {
        const context = c.get('context');
        const { projectId, itemId } = c.req.valid('param');
        const apply = applyChange(services, context, projectId);
        const { item, created } = await putItem(context, projectId, itemId, c.req.valid('json'), apply);
        return created ? c.json(item, 201) : c.json(item, 200);
      },
    )
    .openapi(
      route({
        method: 'patch',
        path: '/projects/{projectId}/items/{itemId}',
        tags,
        summary: 'Change some fields of an item',
        request: { params: oneItem, body: body(itemInput) },
        responses: { 200: json(itemSchema, 'The item as changed') },
      }),
      async (c) => {
        const context = c.get('context');
        const { projectId, itemId } = c.req.valid('param');
        const apply = applyChange(services, context, projectId);
        return c.json(await patchItem(context, projectId, itemId, c.req.valid('json'), apply), 200);
      },
    )
    .openapi(
      route({
        method: 'delete',
        path: '/projects/{projectId}/items/{itemId}',
        tags,
        summary: 'Delete an item; it is not recommended again',
        request: { params: oneItem },
        responses: { 204: { description: 'Deleted, now or before' } },
      }),
      async (c) => {
        const context = c.get('context');
        const { projectId, itemId } = c.req.valid('param');
        await deleteItem(context, projectId, itemId, applyChange(services, context, projectId));
        return c.body(null, 204);
      },
    );
}
