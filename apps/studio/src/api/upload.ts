import type { ImportKind } from '@curio/contracts';
import type { DetailedError, Upload } from 'tus-js-client';
import { type ApiError, errorFromBody, unreachable } from './problem.ts';
import { path } from './send.ts';

export interface UploadInput {
  projectId: string;
  /** Recognised from the file's columns if absent. */
  kind: ImportKind | undefined;
  file: File;
  onProgress: (bytesSent: number) => void;
  /** The connection broke, and is tried again. */
  onRetry: () => void;
  onDone: (importId: string) => void;
  onError: (error: unknown) => void;
}

export interface RunningUpload {
  /** Stops sending; `resume` continues where the server has the bytes. */
  pause(): Promise<void>;
  resume(): void;
  /** Stops and deletes what the server has. */
  cancel(): Promise<void>;
}

/** Waits before each new try after a broken connection; a try that sends bytes starts the list again. */
const retryDelaysMs = [500, 1000, 2000, 5000, 10_000, 20_000, 30_000];

/**
 * Sends a file by the tus protocol. An earlier upload of the same file that was not finished continues, also after the page
 * was closed: its address is kept in the browser.
 */
export async function startUpload(address: string, input: UploadInput): Promise<RunningUpload> {
  const { projectId, kind, file, onProgress, onRetry, onDone, onError } = input;
  // Loaded with the first upload: most pages never need it.
  const { Upload } = await import('tus-js-client');
  const endpoint = address + path`/v1/projects/${projectId}/uploads`;
  const upload: Upload = new Upload(file, {
    endpoint,
    retryDelays: retryDelaysMs,
    metadata: { filename: file.name || 'upload.csv', ...(kind && { kind }) },
    fingerprint: async () => ['curio', endpoint, kind ?? 'any', file.name, file.size, file.lastModified].join(' '),
    removeFingerprintOnSuccess: true,
    onBeforeRequest: (request) => {
      (request.getUnderlyingObject() as XMLHttpRequest).withCredentials = true;
    },
    onProgress: (bytesSent) => onProgress(bytesSent),
    onShouldRetry: (error) => {
      const status = statusOf(error);
      const passing = status === 0 || status === 409 || status === 429 || status >= 500;
      if (passing) onRetry();
      return passing;
    },
    onSuccess: () => onDone(upload.url?.split('/').at(-1) ?? ''),
    onError: (error) => onError(toApiError(address, error)),
  });
  const [earlier] = await upload.findPreviousUploads();
  if (earlier) upload.resumeFromPreviousUpload(earlier);
  upload.start();
  return {
    pause: () => upload.abort(),
    resume: () => upload.start(),
    cancel: () => upload.abort(true),
  };
}

const statusOf = (error: Error | DetailedError): number =>
  ('originalResponse' in error ? error.originalResponse?.getStatus() : undefined) ?? 0;

function toApiError(address: string, error: Error | DetailedError): ApiError {
  const status = statusOf(error);
  if (status === 0 || !('originalResponse' in error)) return unreachable(address);
  const { originalResponse: response } = error;
  return errorFromBody(status, response?.getBody() ?? '', response?.getHeader('x-request-id') ?? null);
}
