import type { ReadReport } from '../table/read-report.ts';

export interface LineWatch {
  /** The 1-based line at which the text so far ends. Lines end in LF. */
  readonly line: number;
  /** Counts the lines of the text. */
  pass(text: string): void;
  /** Counts the lines of the text, and reports those with U+FFFD. Returns the text. */
  check(text: string): string;
}

/** Reports the lines with bytes that are not of the encoding; decoders replace them by U+FFFD. */
export function watchLines(encoding: string, report: ReadReport): LineWatch {
  const reason = `Bytes that are not ${encoding} were read as \ufffd`;
  let line = 1;
  let reported = 0;
  const count = (text: string, from: number, to: number): void => {
    for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) line++;
  };
  return {
    get line() {
      return line;
    },
    pass: (text) => count(text, 0, text.length),
    check(text) {
      let from = 0;
      for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', from)) {
        count(text, from, at);
        if (line !== reported) report.warn(reason, line);
        reported = line;
        const end = text.indexOf('\n', at);
        from = end < 0 ? text.length : end;
      }
      count(text, from, text.length);
      return text;
    },
  };
}
