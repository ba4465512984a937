import {
  applyInput,
  dryRunInput,
  importProblemSchema,
  importSchema,
  importSummarySchema,
  mappingQuery,
  mappingSchema,
  pageOf,
  pageQuery,
  problemsQuery,
  readingInput,
  uploadQuery,
} from '@curio/contracts';
import { applyImport } from '@curio/core/imports/apply-import';
import { discardUpload, importUpload, receiveUpload } from '@curio/core/imports/create-import';
import { getImport } from '@curio/core/imports/get-import';
import { listImports } from '@curio/core/imports/list-imports';
import { listProblems } from '@curio/core/imports/list-problems';
import { rejectedRows } from '@curio/core/imports/rejected-rows';
import { requestDryRun } from '@curio/core/imports/request-dry-run';
import { setMapping } from '@curio/core/imports/set-mapping';
import { setReading } from '@curio/core/imports/set-reading';
import { undoImport } from '@curio/core/imports/undo-import';
import { CurioError } from '@curio/core/platform/errors';
import { stream } from 'hono/streaming';
import { answerOnce } from '../http/idempotent.ts';
import { limitRate } from '../http/limit-rate.ts';
import { maxMappingBytes } from '../http/max-mapping-bytes.ts';
import { body, createRouter, json, projectParam, route, z } from '../http/openapi.ts';

const tags = ['Imports'];
const importParam = projectParam.extend({ importId: z.string() });

export const imports = createRouter()
  .openapi(
    route(
      {
        method: 'post',
        path: '/projects/{projectId}/imports',
        tags,
        summary: 'Upload a file: the body is the file itself',
        request: {
          params: projectParam,
          query: uploadQuery,
          body: {
            required: true,
            content: { 'text/csv': { schema: z.string().meta({ format: 'binary' }) } },
          },
        },
        responses: { 201: json(importSchema, 'What was detected, and a suggested mapping') },
      },
      { comparesRepeats: true },
    ),
    async (c) => {
      if (/^\s*multipart\//i.test(c.req.header('content-type') ?? '')) {
        const detail = 'Send the file itself as the body, not in a form: curl --data-binary @file.csv.';
        throw new CurioError('unsupported-media-type', detail);
      }
      const { incoming } = c.env;
      const { 'content-length': length, 'transfer-encoding': encoding } = incoming.headers;
      if (encoding === undefined && (length ?? '0') === '0')
        throw new CurioError('invalid-file', 'The body is empty: send the file itself as the body.');
      const { kind, filename } = c.req.valid('query');
      const { uploadRate, maxUploadBytes } = c.get('limits');
      const upload = { kind, filename, body: limitRate(incoming, uploadRate), maxBytes: maxUploadBytes };
      const context = c.get('context');
      const { projectId } = c.req.valid('param');
      const received = await receiveUpload(context, projectId, upload);
      let isFirst = false;
      const answer = answerOnce(c, received.sha256, async () => {
        isFirst = true;
        return c.json(await importUpload(context, projectId, received), 201);
      });
      return answer.finally(() => (isFirst ? undefined : discardUpload(context, received))) as never;
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/projects/{projectId}/imports',
      tags,
      summary: 'List imports',
      request: { params: projectParam, query: pageQuery },
      responses: { 200: json(pageOf(importSummarySchema), 'Newest first') },
    }),
    async (c) => c.json(await listImports(c.get('context'), c.req.valid('param').projectId, c.req.valid('query')), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/projects/{projectId}/imports/{importId}',
      tags,
      summary: 'Get an import: its phase, counts and progress',
      request: { params: importParam },
      responses: { 200: json(importSchema, 'The import') },
    }),
    async (c) => {
      const { projectId, importId } = c.req.valid('param');
      return c.json(await getImport(c.get('context'), projectId, importId), 200);
    },
  )
  .openapi(
    route({
      method: 'put',
      path: '/projects/{projectId}/imports/{importId}/reading',
      tags,
      summary: 'Correct how the file is read: encoding, delimiter, quote, header row or kind',
      request: { params: importParam, body: body(readingInput) },
      responses: { 200: json(importSchema, 'What was detected with these corrections, and a suggested mapping') },
    }),
    async (c) => {
      const { projectId, importId } = c.req.valid('param');
      return c.json(await setReading(c.get('context'), projectId, importId, c.req.valid('json')), 200);
    },
  )
  .openapi(
    route(
      {
        method: 'put',
        path: '/projects/{projectId}/imports/{importId}/mapping',
        tags,
        summary: 'Say what each column becomes',
        request: { params: importParam, query: mappingQuery, body: body(mappingSchema) },
        responses: { 200: json(importSchema, 'The import, mapped') },
      },
      { maxBodyBytes: maxMappingBytes },
    ),
    async (c) => {
      const { projectId, importId } = c.req.valid('param');
      const { draft } = c.req.valid('query');
      return c.json(await setMapping(c.get('context'), projectId, importId, c.req.valid('json'), draft), 200);
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/projects/{projectId}/imports/{importId}/dry-run',
      tags,
      summary: 'Count what an apply would do, without changing anything',
      request: { params: importParam, body: body(dryRunInput) },
      responses: { 202: json(importSchema, 'Queued; GET the import until its dryRun is done') },
    }),
    async (c) => {
      const { projectId, importId } = c.req.valid('param');
      return c.json(await requestDryRun(c.get('context'), projectId, importId, c.req.valid('json')), 202);
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/projects/{projectId}/imports/{importId}/problems',
      tags,
      summary: 'List rows with problems, as the last dry run or apply found them',
      request: { params: importParam, query: problemsQuery },
      responses: { 200: json(pageOf(importProblemSchema), 'In the order of the file') },
    }),
    async (c) => {
      const { projectId, importId } = c.req.valid('param');
      return c.json(await listProblems(c.get('context'), projectId, importId, c.req.valid('query')), 200);
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/projects/{projectId}/imports/{importId}/undo',
      tags,
      summary: 'Restore what was before the import',
      request: { params: importParam },
      responses: { 202: json(importSchema, 'Queued; GET the import until its phase is undone') },
    }),
    async (c) => {
      const { projectId, importId } = c.req.valid('param');
      return c.json(await undoImport(c.get('context'), projectId, importId), 202);
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/projects/{projectId}/imports/{importId}/apply',
      tags,
      summary: 'Apply the import: all of it or nothing',
      request: { params: importParam, body: body(applyInput) },
      responses: { 202: json(importSchema, 'Queued; GET the import to follow it') },
    }),
    async (c) => {
      const { projectId, importId } = c.req.valid('param');
      return c.json(await applyImport(c.get('context'), projectId, importId, c.req.valid('json')), 202);
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/projects/{projectId}/imports/{importId}/rejected.csv',
      tags,
      summary: 'Download the rejected rows, each with its line and reason',
      request: { params: importParam },
      responses: { 200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } } },
    }),
    async (c) => {
      const { projectId, importId } = c.req.valid('param');
      const rows = await rejectedRows(c.get('context'), projectId, importId);
      c.header('content-type', 'text/csv; charset=utf-8');
      c.header('content-disposition', `attachment; filename="rejected-${importId}.csv"`);
      return stream(c, async (out) => {
        for await (const text of rows) await out.write(text);
      }) as never;
    },
  );
