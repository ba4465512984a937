import type { ErrorCode, Problem } from '@curio/contracts';

export type FailureCode = ErrorCode | 'unreachable' | 'sign-in-refused' | 'unknown';

/** A failed API call: status, code, message, field errors, and the request id under which the API logged it. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: FailureCode;
  readonly requestId: string | null;
  readonly errors: readonly { pointer: string; detail: string }[];

  constructor(status: number, code: FailureCode, detail: string, requestId: string | null, errors: Problem['errors']) {
    super(detail);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.errors = errors ?? [];
  }
}

const remedies: Partial<Record<FailureCode, string>> = {
  unauthenticated: 'Sign in again. Work saved on the server is kept.',
  forbidden: 'Ask an owner or admin of the workspace to do this, or to change your role.',
  'not-found': 'It may have been deleted. Go back and choose another.',
  conflict: 'Reload the page to see the current state, then try again.',
  'rate-limited': 'Wait a moment, then try again.',
  'quota-exceeded': 'Try again next month, or ask the operator for a larger quota.',
  unavailable: 'Wait a moment, then try again.',
  internal: 'Try again. If the error persists, report the request id to the operator of this Curio installation.',
  unreachable: 'Check your connection and that the API is running, then try again.',
};

/** What the user can do about an error; null where the error's own message is enough. */
export function remedyFor(error: unknown): string | null {
  if (!(error instanceof ApiError)) return remedies.internal ?? null;
  return remedies[error.code] ?? null;
}

/** Parses an error response: a problem document (RFC 9457), better-auth's `{code, message}`, or anything else. */
export function errorFromBody(status: number, text: string, requestId: string | null): ApiError {
  const body = parse(text);
  if (body !== null && typeof body.detail === 'string') {
    const problem = body as Partial<Problem>;
    return new ApiError(status, problem.code ?? 'unknown', body.detail, problem.requestId ?? requestId, problem.errors);
  }
  if (body !== null && typeof body.message === 'string') {
    return new ApiError(status, status === 401 ? 'sign-in-refused' : 'unknown', body.message, requestId, undefined);
  }
  const code = status >= 500 ? 'internal' : 'unknown';
  return new ApiError(status, code, `Unexpected response from the API (HTTP ${status}).`, requestId, undefined);
}

export function unreachable(address: string): ApiError {
  return new ApiError(0, 'unreachable', `The API at ${address} did not respond.`, null, undefined);
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
