/** Objects inside objects below this depth stay JSON. */
const maxDepth = 8;

/**
 * The cells of an object by column: `{"a":{"b":1}}` has the column `a.b`. Lists are JSON, numbers as JavaScript writes
 * them, null is an empty cell.
 */
export function flatten(row: object): Map<string, string> {
  const cells = new Map<string, string>();
  add(row, '', 0);
  return cells;

  function add(value: object, prefix: string, depth: number): void {
    for (const [key, part] of Object.entries(value)) {
      const name = prefix + key;
      if (part === null || part === undefined) cells.set(name, '');
      else if (typeof part !== 'object') cells.set(name, String(part));
      else if (Array.isArray(part) || depth === maxDepth) cells.set(name, jsonText(part));
      else if (part instanceof ExactNumber) cells.set(name, part.source);
      else add(part, `${name}.`, depth + 1);
    }
  }
}

/** A number that a JavaScript number cannot hold, such as the id 2^53 + 1. */
class ExactNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

/** `JSON.rawJSON` writes a text as it is (ECMAScript proposal JSON.parse source text access; in V8 since 11.4). */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };
const jsonText = (value: object): string =>
  JSON.stringify(value, (_, part: unknown) => (part instanceof ExactNumber ? rawJSON(part.source) : part));

const longNumber = /\d{16}/;

/**
 * The object of a line; undefined where it is not JSON, or not an object. Numbers that JavaScript would round keep their
 * digits.
 */
export function parseLine(line: string): object | undefined {
  try {
    const value: unknown = longNumber.test(line) ? JSON.parse(line, exact as never) : JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function exact(_: string, value: unknown, context: { source?: string }): unknown {
  const { source } = context;
  return typeof value === 'number' && source !== undefined && longNumber.test(source) ? new ExactNumber(source) : value;
}
