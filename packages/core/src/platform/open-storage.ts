import { join } from 'node:path';
import { createFileStorage, createS3Storage, type Storage } from '@curio/storage';
import type { ServicesEnv } from './env.ts';

/** The storage of the settings: a folder, or a bucket with the credentials of the standard AWS variables. */
export function openStorage(env: ServicesEnv): Storage {
  if (env.CURIO_STORAGE === 'files') return createFileStorage(join(env.CURIO_DATA_DIR, 'uploads'));
  return createS3Storage({
    bucket: required(env, 'CURIO_S3_BUCKET'),
    region: env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? 'us-east-1',
    accessKeyId: required(env, 'AWS_ACCESS_KEY_ID'),
    secretAccessKey: required(env, 'AWS_SECRET_ACCESS_KEY'),
    sessionToken: env.AWS_SESSION_TOKEN,
    endpoint: env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL,
  });
}

function required(env: ServicesEnv, name: 'CURIO_S3_BUCKET' | 'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY'): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is missing: CURIO_STORAGE=s3 needs it.`);
  return value;
}
