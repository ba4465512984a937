import { z } from 'zod';

/** HTTP status and title of each error code of the API. Codes are stable; titles and details may change. */
export const errorCodes = {
  'invalid-input': { status: 422, title: 'The request is not valid' },
  'invalid-json': { status: 400, title: 'The body is not JSON' },
  'invalid-file': { status: 422, title: 'The file cannot be read' },
  unauthenticated: { status: 401, title: 'No valid key or session' },
  'sign-in-refused': { status: 401, title: 'Signing in was refused' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  conflict: { status: 409, title: 'Not possible in the present state' },
  'idempotency-conflict': { status: 409, title: 'This Idempotency-Key was used for another request' },
  'too-large': { status: 413, title: 'Too large' },
  'unsupported-media-type': { status: 415, title: 'Content type not supported' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  'quota-exceeded': { status: 429, title: 'The quota of the month is used up' },
  internal: { status: 500, title: 'Unexpected error' },
  unavailable: { status: 503, title: 'Temporarily not available' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorCodes;

/** RFC 9457 problem details, with a stable code, the request's id, and one entry for each wrong input. */
export const problemSchema = z
  .object({
    type: z.string().describe('Address of the explanation of this code'),
    title: z.string(),
    status: z.number().int(),
    code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
    detail: z.string().describe('What is wrong and how to fix it'),
    requestId: z.string(),
    errors: z
      .array(z.object({ pointer: z.string().describe('JSON pointer (RFC 6901) to the input'), detail: z.string() }))
      .optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;

/** Why a job failed, as stored with the import or model version. */
export const failureSchema = z.object({ code: z.string(), detail: z.string() });
export type Failure = z.infer<typeof failureSchema>;
