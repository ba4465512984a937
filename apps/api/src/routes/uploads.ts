import { uploadSchema } from '@curio/contracts';
import { completeUpload } from '@curio/core/imports/uploads/complete-upload';
import { readUpload, receivedBytes, uploadHours } from '@curio/core/imports/uploads/read-upload';
import { removeUpload } from '@curio/core/imports/uploads/remove-upload';
import { createRouter, json, projectParam, route, z } from '../http/openapi.ts';
import { answerTus } from '../tus/answer-tus.ts';

const tags = ['Imports'];
const uploadParam = projectParam.extend({ uploadId: z.string() });
const protocol = 'A request of the tus protocol 1.0 (https://tus.io), for which there are clients in many languages';

/** Uploads in several requests, which continue after a broken connection. At its end, an upload is an import of the same id. */
export const uploads = createRouter()
  .openapi(
    route(
      {
        method: 'post',
        path: '/projects/{projectId}/uploads',
        tags,
        summary: 'Start an upload that can be resumed (tus)',
        description: `${protocol}. \`Upload-Metadata\` has \`filename\` and, unless it is to be recognised, \`kind\`. Equal requests with one \`Idempotency-Key\` start one upload.`,
        request: { params: projectParam },
        responses: { 201: { description: 'Empty; `Location` is the address of the upload' } },
      },
      { comparesRepeats: true },
    ),
    async (c) => (await answerTus(c, c.req.valid('param').projectId)) as never,
  )
  .openapi(
    route({
      method: 'get',
      path: '/projects/{projectId}/uploads/{uploadId}',
      tags,
      summary: 'Get an upload: how many bytes have arrived',
      description: 'A HEAD request is answered as the tus protocol 1.0 says.',
      request: { params: uploadParam },
      responses: { 200: json(uploadSchema, 'The upload') },
    }),
    async (c) => {
      const { projectId, uploadId } = c.req.valid('param');
      const context = c.get('context');
      const isHead = c.req.raw.method === 'HEAD';
      // A process that ended after the last byte has left the import to the next request.
      if (isHead) await completeUpload(context, projectId, uploadId);
      if (isHead) return (await answerTus(c, projectId, uploadId)) as never;
      const upload = await readUpload(context, projectId, uploadId);
      const { id, filename, kind, bytes, isFinished, created_at } = upload;
      const expiresAt = new Date(created_at.getTime() + uploadHours * 3_600_000).toISOString();
      const received = await receivedBytes(context, upload);
      return c.json({ id, filename, kind, bytes, received, isFinished, expiresAt }, 200);
    },
  )
  .openapi(
    route({
      method: 'patch',
      path: '/projects/{projectId}/uploads/{uploadId}',
      tags,
      summary: 'Send the next bytes of an upload (tus)',
      description: `${protocol}. The bytes that arrive before a connection breaks are kept.`,
      request: {
        params: uploadParam,
        body: { content: { 'application/offset+octet-stream': { schema: z.string().meta({ format: 'binary' }) } } },
      },
      responses: { 204: { description: 'Stored; after the last bytes, the import exists' } },
    }),
    async (c) => {
      const { projectId, uploadId } = c.req.valid('param');
      return (await answerTus(c, projectId, uploadId)) as never;
    },
  )
  .openapi(
    route({
      method: 'delete',
      path: '/projects/{projectId}/uploads/{uploadId}',
      tags,
      summary: 'Delete an unfinished upload',
      request: { params: uploadParam },
      responses: { 204: { description: 'Deleted' } },
    }),
    async (c) => {
      const { projectId, uploadId } = c.req.valid('param');
      await removeUpload(c.get('context'), projectId, uploadId);
      return c.body(null, 204);
    },
  );
