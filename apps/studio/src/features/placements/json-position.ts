/**
 * Where each part of a JSON text begins: JSON pointer (RFC 6901) → offset. The text must be valid JSON; strings are skipped
 * by their quotes, so that nothing inside them counts.
 */
export function pointerOffsets(text: string): Map<string, number> {
  const offsets = new Map<string, number>();
  let at = 0;
  const skipSpace = () => {
    while (/\s/.test(text[at] ?? '')) at += 1;
  };
  const readString = (): string => {
    const start = at;
    at += 1;
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    at += 1;
    return JSON.parse(text.slice(start, at)) as string;
  };
  const readMembers = (pointer: string, close: string, keyOf: (n: number) => string) => {
    at += 1;
    for (let n = 0; ; n += 1) {
      skipSpace();
      if (at >= text.length || text[at] === close) break;
      readValue(`${pointer}/${keyOf(n).replaceAll('~', '~0').replaceAll('/', '~1')}`);
      skipSpace();
      if (text[at] === ',') at += 1;
    }
    at += 1;
  };
  const readKey = () => {
    const key = readString();
    skipSpace();
    at += 1;
    skipSpace();
    return key;
  };
  const readValue = (pointer: string) => {
    skipSpace();
    offsets.set(pointer, at);
    const first = text[at];
    if (first === '{') readMembers(pointer, '}', readKey);
    else if (first === '[') readMembers(pointer, ']', String);
    else if (first === '"') readString();
    else while (at < text.length && !/[\s,\]}]/.test(text[at] as string)) at += 1;
  };
  readValue('');
  return offsets;
}

/** The line of an offset, from 1. */
export const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
