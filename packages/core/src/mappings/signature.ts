import { createHash } from 'node:crypto';

/** The same for files with the same columns in any order. */
export const signatureOf = (columns: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(columns.toSorted())).digest('hex');
