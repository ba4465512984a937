export { TooLargeError } from './errors.ts';
export { createFileStorage } from './files.ts';
export { createS3Storage } from './s3/create-s3-storage.ts';
export type { Storage } from './storage.ts';
