import { Readable } from 'node:stream';
import { type ErrorCode, uploadQuery } from '@curio/contracts';
import { completeUpload } from '@curio/core/imports/uploads/complete-upload';
import { authoriseUploads, createUpload } from '@curio/core/imports/uploads/create-upload';
import { lockUpload, type UploadLock } from '@curio/core/imports/uploads/lock-upload';
import { readUpload } from '@curio/core/imports/uploads/read-upload';
import { CurioError } from '@curio/core/platform/errors';
import { Server } from '@tus/server';
import type { Context as HonoContext } from 'hono';
import type { AppEnv } from '../http/app-env.ts';
import { limitRate } from '../http/limit-rate.ts';
import { invalidInput } from '../http/problems.ts';
import { UploadStore } from './upload-store.ts';

/** How long the holder of an upload's lock may take to store the bytes that it has. */
const lockDrainMs = 1_000;

/**
 * Answers a request of the tus protocol 1.0 (creation, termination, expiration) for the caller and project of the route.
 * @param uploadId undefined for a new upload
 * @throws CurioError instead of the protocol's refusals, which have no reason that a person could read
 */
export async function answerTus(c: HonoContext<AppEnv>, projectId: string, uploadId?: string): Promise<Response> {
  const context = c.get('context');
  const { maxUploadBytes, uploadRate } = c.get('limits');
  // Before the request's form is checked: a stranger learns nothing about it.
  await (uploadId === undefined ? authoriseUploads(context, projectId) : readUpload(context, projectId, uploadId));
  let thrown: unknown;
  const server = new Server({
    path: `/v1/projects/${projectId}/uploads`,
    relativeLocation: true,
    datastore: new UploadStore(context, projectId),
    maxSize: maxUploadBytes,
    lockDrainTimeout: lockDrainMs,
    disableTerminationForFinishedUploads: true,
    allowedOrigins: [],
    getFileIdFromRequest: () => uploadId,
    namingFunction: async (request, metadata) => {
      const { success, data, error } = uploadQuery.safeParse(withoutNulls(metadata));
      if (!success) throw invalidInput(error);
      const bytes = Number(request.headers.get('upload-length'));
      if (bytes > maxUploadBytes) throw tooLarge(maxUploadBytes);
      const idempotencyKey = request.headers.get('idempotency-key') ?? undefined;
      const { id, isRepeated } = await createUpload(context, projectId, { ...data, bytes, idempotencyKey });
      if (isRepeated) c.header('idempotent-replayed', 'true');
      return id;
    },
    locker: {
      newLock(id) {
        let lock: UploadLock | undefined;
        return {
          async lock(signal, cancel) {
            lock = await lockUpload(context, id, () => void cancel(), signal);
          },
          unlock: async () => lock?.release(),
        };
      },
    },
    onUploadFinish: async (_, upload) => {
      await completeUpload(context, projectId, upload.id);
      return {};
    },
    onResponseError(_, error) {
      if (error instanceof Error) thrown ??= error;
      return undefined;
    },
  });

  async function* body(): AsyncGenerator<Uint8Array> {
    try {
      yield* limitRate(c.env.incoming, uploadRate);
    } catch (error) {
      thrown ??= error;
      throw error;
    }
  }
  const { method, headers, url } = c.req.raw;
  const sent =
    method === 'PATCH' ? { body: Readable.toWeb(Readable.from(body(), { objectMode: false })), duplex: 'half' } : {};
  const request = new Request(url, { method, headers, ...sent } as RequestInit);
  const response = await server.handleWeb(request as never);
  if (response.status < 400) {
    // The API's own rules say which pages may read the answer.
    const own = [...response.headers].filter(([name]) => !name.startsWith('access-control-'));
    return c.body(null, response.status as 200, Object.fromEntries(own));
  }
  if (thrown !== undefined) throw thrown;
  throw refusalOf(response.status, await response.text());
}

const codes: Record<number, ErrorCode> = {
  404: 'not-found',
  409: 'conflict',
  410: 'not-found',
  413: 'too-large',
  415: 'unsupported-media-type',
  423: 'conflict',
};

/** @param text a sentence in the protocol's words, such as `Upload-Offset header required` */
function refusalOf(status: number, text: string): CurioError {
  const detail = text.trim().replace(/\.?$/, '.') || 'The request does not follow the tus protocol.';
  return new CurioError(codes[status] ?? 'invalid-input', detail);
}

const tooLarge = (maxBytes: number): CurioError =>
  new CurioError('too-large', `The file is larger than ${Math.round(maxBytes / 1e6)} MB, the limit here.`);

const withoutNulls = (metadata: Record<string, string | null> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(metadata).filter((entry): entry is [string, string] => entry[1] !== null));
