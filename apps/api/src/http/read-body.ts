import type { IncomingMessage } from 'node:http';
import { CurioError } from '@curio/core/platform/errors';

/** Reads a whole body into memory: at most `maxBytes`, and all of it within `timeoutMs`. */
export function readBody(incoming: IncomingMessage, maxBytes: number, timeoutMs: number): Promise<Buffer> {
  if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(tooLarge(maxBytes));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const timer = setTimeout(() => finish(() => reject(tooSlow())), timeoutMs);
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) finish(() => reject(tooLarge(maxBytes)));
      else chunks.push(chunk);
    };
    const onEnd = () =>
      finish(() => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes)));
    const onError = (error: Error) => finish(() => reject(error));
    const onClose = () => finish(() => reject(cutOff()));
    function finish(act: () => void): void {
      clearTimeout(timer);
      incoming.pause().off('data', onData).off('end', onEnd).off('close', onClose);
      // `onError` stays: the rest of an unread body may still fail, which would otherwise stop the process.
      act();
    }
    incoming.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose);
    if (incoming.destroyed && !incoming.readableEnded) onClose();
  });
}

export function tooSlow(): CurioError {
  return new CurioError('request-timeout', 'The body did not arrive in time. Send it again over a faster connection.');
}

function tooLarge(maxBytes: number): CurioError {
  const size = maxBytes >= 1 << 20 ? `${maxBytes >> 20} MB` : `${maxBytes >> 10} KB`;
  return new CurioError('too-large', `A body may have at most ${size} here.`);
}

/** As Node reports a connection that breaks in the middle of a body. */
function cutOff(): Error {
  return Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}
