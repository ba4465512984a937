import type { Import, ImportKind } from '@curio/contracts';
import { ApiError, errorFromBody, unreachable } from './problem.ts';
import { path, withQuery } from './send.ts';

export interface UploadInput {
  projectId: string;
  kind: ImportKind;
  file: File;
  /** `share` of the bytes sent, 0 to 1. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/** Sends a file as the raw body. Uses XMLHttpRequest, because fetch reports no upload progress. */
export function uploadTo(address: string, { projectId, kind, file, onProgress, signal }: UploadInput): Promise<Import> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const query = { kind, filename: file.name || 'upload.csv' };
    request.open('POST', address + withQuery(path`/v1/projects/${projectId}/imports`, query));
    request.withCredentials = true;
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('content-type', file.name.endsWith('.gz') ? 'application/gzip' : 'text/csv');
    request.upload.addEventListener('progress', (event) =>
      onProgress(event.total > 0 ? event.loaded / event.total : 0),
    );
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as Import);
      else reject(errorFromBody(request.status, request.responseText, request.getResponseHeader('x-request-id')));
    });
    request.addEventListener('error', () => reject(unreachable(address)));
    request.addEventListener('abort', () => reject(new ApiError(0, 'unknown', 'The upload was cancelled.', null, [])));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
