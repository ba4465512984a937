import { CsvError } from '../../table/csv-error.ts';

/** The lines of text that arrives in pieces, in batches. @throws CsvError `record-too-long` */
export async function* splitLines(
  pieces: AsyncIterable<string>,
  maxChars: number,
): AsyncGenerator<{ line: number; text: string }[]> {
  let line = 0;
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxChars)
      throw new CsvError(
        'record-too-long',
        `Line ${line + lines.length + 1} is longer than ${maxChars.toLocaleString('en')} characters.`,
        line + lines.length + 1,
      );
    if (lines.length > 0) yield lines.map((text) => ({ line: ++line, text }));
  }
  if (rest !== '') yield [{ line: line + 1, text: rest }];
}
