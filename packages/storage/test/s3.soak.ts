import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findOnPath } from '../../../scripts/process/find-on-path.ts';
import { createS3Storage } from '../src/index.ts';
import { chunks } from './chunks.ts';
import { describeStorage } from './storage-suite.ts';

/** An S3 server: the one of `CURIO_TEST_S3_ENDPOINT` (with the AWS variables), else a process of moto_server. */
const endpointGiven = process.env.CURIO_TEST_S3_ENDPOINT;
const program = endpointGiven ? undefined : findOnPath('moto_server');
if (!endpointGiven && !program)
  console.warn('SKIPPED: no S3 server. Set CURIO_TEST_S3_ENDPOINT, or install one: pip install "moto[server]"');

const accessKeyId = process.env.AWS_ACCESS_KEY_ID ?? 'test-key';
const secretAccessKey = process.env.AWS_SECRET_ACCESS_KEY ?? 'test-secret-that-must-not-be-logged';
const region = process.env.AWS_REGION ?? 'us-east-1';

describe.skipIf(!endpointGiven && !program)('S3', () => {
  let endpoint = endpointGiven ?? '';
  let server: ChildProcess | undefined;
  let buckets = 0;
  const signed = new AwsClient({ accessKeyId, secretAccessKey, service: 's3', region });

  beforeAll(async () => {
    if (!program) return;
    const port = await freePort();
    endpoint = `http://127.0.0.1:${port}`;
    server = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    for (;;) {
      const answered = await fetch(endpoint).then(
        () => true,
        () => false,
      );
      if (answered) return;
      await delay(100);
    }
  });
  afterAll(() => server?.kill());

  const settings = (bucket: string) => ({ bucket, region, accessKeyId, secretAccessKey, endpoint });

  async function makeBucket(): Promise<string> {
    const bucket = `curio-test-${process.pid}-${Date.now()}-${++buckets}`;
    const made = await signed.fetch(`${endpoint}/${bucket}`, { method: 'PUT' });
    expect(made.ok).toBe(true);
    return bucket;
  }

  /** Keys of objects, and of multipart uploads that were neither completed nor aborted. */
  async function namesIn(bucket: string): Promise<string[]> {
    const list = async (query: string) => (await signed.fetch(`${endpoint}/${bucket}?${query}`)).text();
    const xml = (await list('list-type=2')) + (await list('uploads'));
    return [...xml.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key).sort();
  }

  describeStorage('storage', async () => {
    const bucket = await makeBucket();
    return { storage: createS3Storage(settings(bucket)), names: () => namesIn(bucket) };
  });

  it('names bucket, key and code in an error, and no credentials', async () => {
    const storage = createS3Storage(settings('no-such-bucket'));
    const error = await storage.write('a', chunks('1'), 10).catch((thrown: Error) => thrown);
    expect(String(error)).toMatch(/PUT no-such-bucket\/a with 404 NoSuchBucket/);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(secretAccessKey);
  });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  return port;
}
