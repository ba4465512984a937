import type { Import } from '@curio/contracts';
import { CsvError } from '@curio/csv';
import { TooManyTypes } from '@curio/db';
import type { Staged } from './staging/stage-rows.ts';
import { toPgText } from './to-pg-text.ts';

type Problem = NonNullable<Import['problem']>;

/** The problem to show for an error that the file caused; undefined for any other error. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof CsvError) {
    const { code, message, reading } = error;
    return { code, detail: toPgText(message), ...(reading && { reading }) };
  }
  if (error instanceof TooManyTypes) return { code: 'too-many-types', detail: error.message };
  return undefined;
}

/** The problem of a file without a row that can be imported. */
export function noRows({ read, skipped, rejections }: Staged): Problem {
  const [first] = rejections;
  const detail = first
    ? `None of the ${read - skipped} rows could be imported. Line ${first.firstLine}: ${first.reason}`
    : 'The file has a header but no rows.';
  return { code: 'no-rows', detail };
}
