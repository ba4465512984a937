const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/** Long descriptions say what they say in their first part; the cap bounds the time that one item can take. */
const mostCharacters = 4000;

/**
 * Words by Unicode's segmentation (UAX 29), so that Thai, Japanese or Arabic text has words too; compatibility forms
 * and case are folded. Single letters of alphabetic scripts say nothing; single ideographs do.
 */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(
    text.slice(0, mostCharacters).normalize('NFKC').toLowerCase(),
  )) {
    if (isWordLike && (segment.length > 1 || segment.charCodeAt(0) > 0x2e7f)) words.push(segment);
  }
  return words;
}
