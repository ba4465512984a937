import { editMappingInput, pageOf, savedMappingSchema, savedMappingsQuery, saveMappingInput } from '@curio/contracts';
import { deleteMapping } from '@curio/core/mappings/delete-mapping';
import { editMapping } from '@curio/core/mappings/edit-mapping';
import { getMapping } from '@curio/core/mappings/get-mapping';
import { listMappings } from '@curio/core/mappings/list-mappings';
import { saveMapping } from '@curio/core/mappings/save-mapping';
import { maxMappingBytes } from '../http/max-mapping-bytes.ts';
import { body, createRouter, json, route, z } from '../http/openapi.ts';

const tags = ['Imports'];
const mappingParam = z.object({ mappingId: z.string() });

export const mappings = createRouter()
  .openapi(
    route(
      {
        method: 'post',
        path: '/mappings',
        tags,
        summary: 'Save a mapping by name, for files with the same columns',
        request: { body: body(saveMappingInput) },
        responses: { 201: json(savedMappingSchema, 'The mapping') },
      },
      { maxBodyBytes: maxMappingBytes },
    ),
    async (c) => c.json(await saveMapping(c.get('context'), c.req.valid('json')), 201),
  )
  .openapi(
    route({
      method: 'get',
      path: '/mappings',
      tags,
      summary: 'List the saved mappings of the workspace',
      request: { query: savedMappingsQuery },
      responses: { 200: json(pageOf(savedMappingSchema), 'By name') },
    }),
    async (c) => c.json(await listMappings(c.get('context'), c.req.valid('query')), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/mappings/{mappingId}',
      tags,
      summary: 'Get a saved mapping',
      request: { params: mappingParam },
      responses: { 200: json(savedMappingSchema, 'The mapping') },
    }),
    async (c) => c.json(await getMapping(c.get('context'), c.req.valid('param').mappingId), 200),
  )
  .openapi(
    route(
      {
        method: 'patch',
        path: '/mappings/{mappingId}',
        tags,
        summary: 'Rename a saved mapping, or replace what it maps',
        request: { params: mappingParam, body: body(editMappingInput) },
        responses: { 200: json(savedMappingSchema, 'The mapping') },
      },
      { maxBodyBytes: maxMappingBytes },
    ),
    async (c) => c.json(await editMapping(c.get('context'), c.req.valid('param').mappingId, c.req.valid('json')), 200),
  )
  .openapi(
    route({
      method: 'delete',
      path: '/mappings/{mappingId}',
      tags,
      summary: 'Delete a saved mapping',
      request: { params: mappingParam },
      responses: { 204: { description: 'Deleted' } },
    }),
    async (c) => {
      await deleteMapping(c.get('context'), c.req.valid('param').mappingId);
      return c.body(null, 204);
    },
  );
