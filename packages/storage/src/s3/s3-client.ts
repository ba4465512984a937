import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';

export interface S3Settings {
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
  /** Of MinIO and other services; undefined: Amazon's of the region. The bucket follows as the first part of the path. */
  endpoint?: string | undefined;
}

/** A request that S3 refused. Its message has S3's code and the key, never a header: those carry the signature. */
export class S3Error extends Error {
  override readonly name = 'S3Error';
  readonly status: number;
  readonly code: string;

  constructor(method: string, path: string, status: number, code: string) {
    super(`S3 answered ${method} ${path} with ${status}${code ? ` ${code}` : ''}`);
    this.status = status;
    this.code = code;
  }
}

export interface S3Request {
  method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** '' for the bucket. */
  key: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Uint8Array<ArrayBuffer> | string;
}

export type S3Client = (request: S3Request) => Promise<Response>;

const attempts = 5;
const firstDelayMs = 100;

/**
 * Signs and sends requests to one bucket (AWS Signature Version 4). Repeats those that fail for a passing reason: a broken
 * connection, 429 and 5xx.
 *
 * @throws {S3Error} for any other answer than 2xx.
 */
export function createS3Client(settings: S3Settings): S3Client {
  const { accessKeyId, secretAccessKey, sessionToken, region, bucket, endpoint } = settings;
  const base = endpoint ? `${endpoint.replace(/\/+$/, '')}/${bucket}` : `https://${bucket}.s3.${region}.amazonaws.com`;
  const identity = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }), service: 's3', region };
  const signingKeys = new Map<string, ArrayBuffer>();
  async function attempt({ method, key, query, headers, body }: S3Request): Promise<Response> {
    const url = new URL(`${base}/${key}`);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    const checked = body === undefined ? {} : { 'content-md5': createHash('md5').update(body).digest('base64') };
    const signed = await new AwsV4Signer({
      ...identity,
      cache: signingKeys,
      method,
      url: url.href,
      headers: { ...headers, ...checked },
    }).sign();
    return fetch(signed.url, { method, headers: signed.headers, ...(body !== undefined && { body }) });
  }
  return async (request) => {
    for (let tried = 1; ; tried++) {
      const last = tried === attempts;
      try {
        const response = await attempt(request);
        if (response.ok) return response;
        const code = /<Code>([^<]*)<\/Code>/.exec(await response.text())?.[1] ?? '';
        const passing = response.status === 429 || response.status >= 500;
        if (last || !passing) throw new S3Error(request.method, `${bucket}/${request.key}`, response.status, code);
      } catch (error) {
        if (last || error instanceof S3Error) throw error;
      }
      await delay(firstDelayMs * 2 ** (tried - 1) * (0.5 + Math.random() / 2));
    }
  };
}
