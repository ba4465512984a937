import { TooLargeError } from './errors.ts';

/** The chunks of `body` up to `maxBytes`; then throws. */
export async function* limitBytes(body: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new TooLargeError(maxBytes);
    yield chunk;
  }
}
