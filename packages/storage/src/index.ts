export { TooLargeError } from './errors.ts';
export { createFileStorage } from './files.ts';
export type { Storage } from './storage.ts';
