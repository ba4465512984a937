import type { ErrorCode } from '@curio/contracts';

/** What a verb refuses, in a code and a sentence for the caller; no HTTP here. Anything else that throws is a bug. */
export class CurioError extends Error {
  readonly code: ErrorCode;
  /** One entry for each wrong input, with a JSON pointer to it. */
  readonly inputs: readonly InputError[];

  constructor(code: ErrorCode, detail: string, inputs: readonly InputError[] = []) {
    super(detail);
    this.name = 'CurioError';
    this.code = code;
    this.inputs = inputs;
  }
}

export interface InputError {
  pointer: string;
  detail: string;
}

/** The same words whether a row does not exist or belongs to another tenant. */
export function notFound(what: string): CurioError {
  return new CurioError('not-found', `There is no such ${what} here.`);
}
