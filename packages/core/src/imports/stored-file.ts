import type { Source } from '@curio/csv';
import type { Context } from '../platform/context.ts';

/**
 * An uploaded file for the readers of `@curio/csv`.
 * @param onRead receives the number of bytes of each read
 */
export function storedFile(
  { storage }: Context,
  { storage_key: key, bytes }: { storage_key: string; bytes: number },
  onRead: (bytes: number) => void = () => undefined,
): Source {
  return {
    bytes,
    async *stream() {
      for await (const chunk of storage.read(key)) {
        onRead(chunk.length);
        yield chunk;
      }
    },
    async range(start, end) {
      const part = await storage.range(key, start, end);
      onRead(part.length);
      return part;
    },
  };
}
