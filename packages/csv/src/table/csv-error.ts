import type { Reading } from '@curio/contracts';

/** A file that cannot be read as a table. The message is shown to the user who uploaded it. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
  /** Stable, dash-case: `empty-file`, `unclosed-quote`, … */
  readonly code: string;
  /** The 1-based physical line of the error, where it has one. */
  readonly line: number | undefined;
  /** The correction of the reading that most likely solves it, where there is one. */
  readonly reading: Reading | undefined;

  constructor(code: string, sentence: string, line?: number, reading?: Reading) {
    super(sentence);
    this.code = code;
    this.line = line;
    this.reading = reading;
  }
}
