import type { ErrorCode } from '@curio/contracts';

/** What the author of a request can do about its error, beside what the answer says. */
const fixes: Record<ErrorCode, string> = {
  'invalid-input': 'Correct the inputs that the answer lists. Sent again unchanged, the request fails again.',
  'invalid-json': 'Send a body that a JSON parser takes, and the header content-type: application/json.',
  'invalid-file': 'Correct the file as the answer says, and upload it again.',
  unauthenticated: 'Send an API key that is in force in the header x-api-key.',
  'sign-in-refused': 'Check the address and the password.',
  forbidden: 'Use an API key with the missing scope or project, or ask an owner of the workspace for the right.',
  'not-found':
    'Compare the ids in the path with those in the studio: ids are case-sensitive, and deleted ones are not found.',
  'method-not-allowed': 'Use a method that the reference names for this path.',
  'request-timeout': 'Send the body faster, or in smaller parts.',
  conflict: 'Read the current state first, then decide whether the request still makes sense.',
  'idempotency-conflict': 'Make a new Idempotency-Key for each different request.',
  'too-large': 'Send several smaller requests.',
  'unsupported-media-type': 'Send the body as JSON, with the header content-type: application/json.',
  'rate-limited':
    'Wait for the seconds in the header Retry-After before the next request, or give the key a higher limit.',
  'quota-exceeded': 'Wait for the next month, or ask the operator for a larger quota.',
  internal: 'Report the request id to the operator: the log of the API has the cause under it.',
  unavailable: 'Send the request again after the seconds in the header Retry-After.',
};

/** undefined for a code that a newer API may have. */
export const fixOf = (code: string): string | undefined => (fixes as Partial<Record<string, string>>)[code];
