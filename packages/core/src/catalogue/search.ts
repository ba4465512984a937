/** Parameters of a list of items or users. */
export interface Search {
  q?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** Sorts after every other character: ids that begin with `q` are at least `q` and less than `q` plus this character. */
export const lastCharacter = '\u{10ffff}';

/** Escapes a text for a LIKE pattern. */
export function likePattern(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
