/** Drops the first `count` physical lines of text that comes in pieces. Lines end as in `createRecordSplitter`. */
export function skipLines(count: number): (text: string) => string {
  let left = count;
  let held = '';
  let mark: '\n' | '\r' | undefined;
  return (text) => {
    if (left <= 0) return text;
    held += text;
    if (mark === undefined) {
      const end = held.search(/[\r\n]/);
      if (end < 0) held = '';
      if (end < 0 || (held[end] === '\r' && end + 1 === held.length)) return '';
      mark = held[end] === '\r' && held[end + 1] !== '\n' ? '\r' : '\n';
    }
    for (; left > 0; left--) {
      const end = held.indexOf(mark);
      if (end < 0) {
        held = '';
        return '';
      }
      held = held.slice(end + 1);
    }
    const rest = held;
    held = '';
    return rest;
  };
}
