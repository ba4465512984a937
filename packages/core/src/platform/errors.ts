import type { ErrorCode } from '@curio/contracts';

/** A refusal of a verb: a code, and a sentence for the caller. Without HTTP. Any other error that is thrown is a bug. */
export class CurioError extends Error {
  readonly code: ErrorCode;
  /** One entry for each wrong input, with a JSON pointer to it. */
  readonly inputs: readonly InputError[];
  /** Where the same request can succeed later: after how many seconds. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, detail: string, inputs: readonly InputError[] = [], retryAfterSeconds?: number) {
    super(detail);
    this.name = 'CurioError';
    this.code = code;
    this.inputs = inputs;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export interface InputError {
  pointer: string;
  detail: string;
}

/** The same answer whether a row does not exist or belongs to another tenant. */
export function notFound(what: string): CurioError {
  return new CurioError('not-found', `There is no such ${what} here.`);
}

/** The JSON pointer (RFC 6901) to a part of the input. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
