import { type ErrorCode, errorCodes, type Problem } from '@curio/contracts';
import { CurioError } from '@curio/core/platform/errors';
import { isDatabaseUnavailable } from '@curio/db';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { AppEnv } from './app-env.ts';

/** What a request is refused with, before it is written as HTTP. */
export interface Refusal {
  code: ErrorCode;
  detail: string;
  errors?: readonly { pointer: string; detail: string }[];
  headers?: Record<string, string>;
}

/** Answers any error as problem+json. */
export function answerError(error: unknown, c: Context<AppEnv>): Response {
  const { code, detail, errors, headers } = refusalOf(error, c.get('log'));
  for (const [name, value] of Object.entries(headers ?? {})) c.header(name, value);
  return problem(c, code, detail, errors);
}

/** An unexpected error is logged in full, and its refusal has no detail of it: the request's id leads to the log. */
export function refusalOf(error: unknown, log: () => Logger): Refusal {
  if (error instanceof CurioError) return fromCurio(error);
  const refusal = error instanceof HTTPException ? fromHttp(error) : undefined;
  if (refusal) return refusal;
  if (isUnstorableText(error))
    return { code: 'invalid-input', detail: 'Text may not contain the character NUL (U+0000).' };
  if (isCutOff(error)) return { code: 'invalid-input', detail: 'The request was cut off before its end.' };
  if (isDatabaseUnavailable(error)) {
    log().error({ err: error }, 'database unavailable');
    const detail = 'The database is not available at the moment. Try again shortly.';
    return { code: 'unavailable', detail, headers: { 'retry-after': '1' } };
  }
  log().error({ err: error }, 'unexpected error');
  return { code: 'internal', detail: 'Unexpected error. Please report this request id.' };
}

export function problem(
  c: Context<AppEnv>,
  code: ErrorCode,
  detail: string,
  errors: readonly { pointer: string; detail: string }[] = [],
): Response {
  const document = problemOf({ code, detail, errors }, c.get('apiUrl'), c.get('requestId'));
  c.set('problem', document);
  return c.body(JSON.stringify(document), document.status as ContentfulStatusCode, {
    'content-type': 'application/problem+json',
  });
}

/** The answer (RFC 9457) to a refused request. */
export function problemOf({ code, detail, errors = [] }: Refusal, apiUrl: string, requestId: string): Problem {
  const { status, title } = errorCodes[code];
  return {
    // Not from the request: its Host header is the sender's.
    type: `${apiUrl}/docs/errors#${code}`,
    title,
    status,
    code,
    detail,
    requestId,
    ...(errors.length > 0 ? { errors: [...errors] } : {}),
  };
}

// An answer must not be larger than the request that caused it.
const maxErrors = 100;
/** How zod's message of an unknown field starts, where the schema has no message that says more. */
const zodsUnrecognized = 'Unrecognized key';

/** A body, query or path that does not fit its schema. */
export function invalidInput(error: z.core.$ZodError): CurioError {
  const inputs = error.issues.flatMap((issue) => describeIssue(issue));
  const total = error.issues.reduce((sum, issue) => sum + countOf(issue), 0);
  const first = inputs[0];
  const where = first?.pointer ? `${first.pointer.slice(1).replaceAll('/', '.')}: ` : '';
  const more = total - maxErrors;
  const rest = more > 0 ? ` (the first ${maxErrors} errors are listed; there are ${more} more)` : '';
  return new CurioError('invalid-input', `${where}${first?.detail ?? 'not valid'}${rest}`, inputs.slice(0, maxErrors));
}

/**
 * JSON pointers (RFC 6901) to what is wrong, at most `maxErrors`. Of alternatives, those of the alternative that fits
 * best.
 */
function describeIssue(issue: z.core.$ZodIssue): { pointer: string; detail: string }[] {
  const closest = closestOf(issue);
  if (closest) {
    return closest.flatMap((part) => describeIssue({ ...part, path: [...issue.path, ...part.path] }));
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, maxErrors).map((key) => ({
      pointer: pointerTo([...issue.path, key]),
      detail: issue.message.startsWith(zodsUnrecognized)
        ? `There is no such field: ${key.slice(0, 100)}`
        : issue.message,
    }));
  }
  return [{ pointer: pointerTo(issue.path), detail: issue.message }];
}

function countOf(issue: z.core.$ZodIssue): number {
  const closest = closestOf(issue);
  if (closest) return closest.reduce((sum, part) => sum + countOf(part), 0);
  return issue.code === 'unrecognized_keys' ? issue.keys.length : 1;
}

function closestOf(issue: z.core.$ZodIssue): z.core.$ZodIssue[] | undefined {
  return issue.code === 'invalid_union' ? issue.errors.toSorted((a, b) => a.length - b.length)[0] : undefined;
}

function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

const byStatus: Partial<Record<number, ErrorCode>> = {
  400: 'invalid-json',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'too-large',
  415: 'unsupported-media-type',
};

const details: Partial<Record<ErrorCode, string>> = {
  'invalid-json': 'The body could not be read as JSON.',
  'unsupported-media-type': 'Send the body as JSON, with the header content-type: application/json.',
};

function fromCurio({ code, message, inputs, retryAfterSeconds }: CurioError): Refusal {
  const refusal = { code, detail: message, errors: inputs };
  if (retryAfterSeconds === undefined) return refusal;
  return { ...refusal, headers: { 'retry-after': String(Math.ceil(retryAfterSeconds)) } };
}

function fromHttp(error: HTTPException): Refusal | undefined {
  const code = byStatus[error.status];
  return code && { code, detail: details[code] ?? (error.message || errorCodes[code].title) };
}

/** A NUL in a text, which Postgres does not store: SQLSTATE character_not_in_repertoire. */
function isUnstorableText(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '22021';
}

/** The connection ended before the body did, as Node reports it. */
function isCutOff(error: unknown): boolean {
  return error instanceof Error && error.message === 'aborted' && 'code' in error && error.code === 'ECONNRESET';
}
