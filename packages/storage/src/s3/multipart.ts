import { type S3Client, S3Error } from './s3-client.ts';

/**
 * An upload that is not complete, kept as two objects beside it: `pending/KEY.json`, this record, and `pending/KEY.tail`, the
 * bytes after its last part. S3 takes no part below 5 MB, so the end of a request that broke off waits there.
 */
interface PendingUpload {
  /** Of S3's multipart upload; null until the first part. */
  uploadId: string | null;
  parts: { etag: string; bytes: number }[];
  tailBytes: number;
}

/** S3 permits 10,000 parts: 80 GB. */
const partBytes = 8 << 20;
const none: PendingUpload = { uploadId: null, parts: [], tailBytes: 0 };

const pendingPrefix = 'pending/';
const recordOf = (key: string) => `${pendingPrefix}${key}.json`;
const tailOf = (key: string) => `${pendingPrefix}${key}.tail`;

export const sizeOf = ({ parts, tailBytes }: PendingUpload): number =>
  parts.reduce((sum, part) => sum + part.bytes, tailBytes);

export async function readPending(s3: S3Client, key: string): Promise<PendingUpload | undefined> {
  const response = await found(s3({ method: 'GET', key: recordOf(key) }));
  return response && ((await response.json()) as PendingUpload);
}

export interface MultipartUpload {
  add(chunk: Uint8Array): Promise<void>;
  /** Keeps what was added for a later `openUpload`. Returns the bytes of the upload. */
  park(): Promise<number>;
  /** The upload becomes the object. */
  complete(): Promise<void>;
}

/**
 * Continues the unfinished upload of `key`, or starts one. Buffers one part. The record is written with each part, so that
 * `sweep` finds the parts of a process that was killed.
 */
export async function openUpload(s3: S3Client, key: string, existing: PendingUpload = none): Promise<MultipartUpload> {
  let { uploadId } = existing;
  const parts = [...existing.parts];
  const buffer = Buffer.allocUnsafe(partBytes);
  let buffered = 0;
  if (existing.tailBytes > 0) {
    const tail = await s3({ method: 'GET', key: tailOf(key) });
    buffer.set(new Uint8Array(await tail.arrayBuffer()));
    buffered = existing.tailBytes;
  }

  const record = (tailBytes: number) =>
    s3({ method: 'PUT', key: recordOf(key), body: JSON.stringify({ uploadId, parts, tailBytes }) });

  async function sendPart(): Promise<void> {
    if (uploadId === null) {
      const started = await s3({ method: 'POST', key, query: { uploads: '' } });
      uploadId = elementOf(await started.text(), 'UploadId');
    }
    const query = { partNumber: String(parts.length + 1), uploadId };
    const sent = await s3({ method: 'PUT', key, query, body: buffer.subarray(0, buffered) });
    parts.push({ etag: sent.headers.get('etag') ?? '', bytes: buffered });
    buffered = 0;
    await record(0);
  }

  return {
    async add(chunk) {
      for (let from = 0; from < chunk.length; ) {
        const taken = Math.min(partBytes - buffered, chunk.length - from);
        buffer.set(chunk.subarray(from, from + taken), buffered);
        buffered += taken;
        from += taken;
        if (buffered === partBytes) await sendPart();
      }
    },
    async park() {
      if (buffered > 0) await s3({ method: 'PUT', key: tailOf(key), body: buffer.subarray(0, buffered) });
      await record(buffered);
      return sizeOf({ uploadId, parts, tailBytes: buffered });
    },
    async complete() {
      if (parts.length === 0) {
        await s3({ method: 'PUT', key, body: buffer.subarray(0, buffered) });
        return;
      }
      if (buffered > 0) await sendPart();
      const list = parts
        .map(({ etag }, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${etag}</ETag></Part>`)
        .join('');
      const body = `<CompleteMultipartUpload>${list}</CompleteMultipartUpload>`;
      const completed = await s3({ method: 'POST', key, query: { uploadId: uploadId ?? '' }, body });
      // S3 begins the answer before it has joined the parts: an error can follow a status of 200.
      const code = /<Error>[\s\S]*<Code>([^<]*)<\/Code>/.exec(await completed.text())?.[1];
      if (code) throw new S3Error('POST', key, 200, code);
    },
  };
}

/** Removes the parts, the tail and, last, the record of an unfinished upload. */
export async function discard(s3: S3Client, key: string): Promise<void> {
  const pending = await readPending(s3, key);
  if (!pending) return;
  if (pending.uploadId) await found(s3({ method: 'DELETE', key, query: { uploadId: pending.uploadId } }));
  await forget(s3, key);
}

/** Removes the tail and the record. */
export async function forget(s3: S3Client, key: string): Promise<void> {
  await s3({ method: 'DELETE', key: tailOf(key) });
  await s3({ method: 'DELETE', key: recordOf(key) });
}

/** Keys whose record was last written before `before`. */
export async function pendingBefore(s3: S3Client, before: Date): Promise<string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const query = { 'list-type': '2', prefix: pendingPrefix, ...(token && { 'continuation-token': token }) };
    const page = await (await s3({ method: 'GET', key: '', query })).text();
    for (const [, entry = ''] of page.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)) {
      const key = /<Key>pending\/([\w-]+)\.json<\/Key>/.exec(entry)?.[1];
      if (key && new Date(elementOf(entry, 'LastModified')) < before) keys.push(key);
    }
    token = /<NextContinuationToken>([^<]*)</.exec(page)?.[1]?.replaceAll('&amp;', '&');
  } while (token);
  return keys;
}

/** The answer; undefined where the object does not exist. */
export async function found(answer: Promise<Response>): Promise<Response | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof S3Error && error.status === 404) return undefined;
    throw error;
  }
}

function elementOf(xml: string, name: string): string {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  if (text === undefined) throw new Error(`S3's answer has no ${name}`);
  return text;
}
