/** A body in chunks. */
export async function* chunks(...texts: (string | Uint8Array)[]): AsyncIterable<Uint8Array> {
  for (const text of texts) yield typeof text === 'string' ? new TextEncoder().encode(text) : text;
}

/** A body whose connection breaks after these chunks. */
export async function* broken(...texts: (string | Uint8Array)[]): AsyncIterable<Uint8Array> {
  yield* chunks(...texts);
  throw new Error('connection reset');
}

export async function collect(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts);
}
