import { CsvError } from '../table/csv-error.ts';
import type { Source } from './source.ts';

/**
 * Turns an error that a reader throws on the bytes of a file into a sentence, and passes on those of the storage, after
 * which the file can be read again.
 */
export interface Guard {
  source: Source;
  /** @returns the error to throw: a CsvError with `code` and `sentence` unless it already is one, or the storage's. */
  explain(error: unknown, code: string, sentence: string): unknown;
}

export function guardSource(source: Source): Guard {
  let fault: { error: unknown } | undefined;
  const remember = (error: unknown): never => {
    fault = { error };
    throw error;
  };
  return {
    source: { ...source, range: (start, end) => source.range(start, end).catch(remember) },
    explain(error, code, sentence) {
      if (fault) return fault.error;
      return error instanceof CsvError ? error : new CsvError(code, sentence);
    },
  };
}
