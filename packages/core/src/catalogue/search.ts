/** What a list of items or users is searched by. */
export interface Search {
  q?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** Sorts behind every character: ids that begin with `q` are those from `q` to `q` and this. */
export const lastCharacter = '\u{10ffff}';

/** The text as a part of a pattern of LIKE. */
export function likePattern(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
