import type { z } from 'zod';

/** An answer must not be larger than the request that caused it: messages quote what was sent. */
const maxLength = 200;

/** Why a row is rejected, in a sentence: the first error, after the place of it in the row. */
export function reasonOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const where = issue && issue.path.length > 0 ? `${issue.path.map(String).join('.')}: ` : '';
  return `${where}${issue?.message ?? 'not valid'}`.slice(0, maxLength);
}
