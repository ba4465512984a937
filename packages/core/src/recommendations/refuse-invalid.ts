import { InvalidRequest } from '@curio/serving/request/invalid-request';
import { CurioError } from '../platform/errors.ts';

/** An invalid request as an error of the API; other errors are thrown unchanged. */
export function refuseInvalid(error: unknown): never {
  if (!(error instanceof InvalidRequest)) throw error;
  throw new CurioError('invalid-input', error.message, error.parts);
}
