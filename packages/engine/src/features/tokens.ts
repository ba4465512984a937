const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/** Later text is ignored: bounds the time per item. */
const maxCharacters = 4000;

/**
 * Words by Unicode text segmentation (UAX 29), which also covers scripts without spaces such as Thai and Japanese.
 * Compatibility forms and case are folded. Single letters are dropped, except ideographs.
 */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(
    text.slice(0, maxCharacters).normalize('NFKC').toLowerCase(),
  )) {
    if (isWordLike && (segment.length > 1 || segment.charCodeAt(0) > 0x2e7f)) words.push(segment);
  }
  return words;
}
