/** Drops the first `count` physical lines of text that arrives in pieces. Lines end as in `createRecordSplitter`. */
export function skipLines(count: number): (text: string) => string {
  let left = count;
  let buffered = '';
  let mark: '\n' | '\r' | undefined;
  return (text) => {
    if (left <= 0) return text;
    buffered += text;
    if (mark === undefined) {
      const end = buffered.search(/[\r\n]/);
      if (end < 0) buffered = '';
      if (end < 0 || (buffered[end] === '\r' && end + 1 === buffered.length)) return '';
      mark = buffered[end] === '\r' && buffered[end + 1] !== '\n' ? '\r' : '\n';
    }
    for (; left > 0; left--) {
      const end = buffered.indexOf(mark);
      if (end < 0) {
        buffered = '';
        return '';
      }
      buffered = buffered.slice(end + 1);
    }
    const rest = buffered;
    buffered = '';
    return rest;
  };
}
