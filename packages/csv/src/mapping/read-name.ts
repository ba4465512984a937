import { type Concept, lexicon } from './lexicon.ts';
import { nameWords } from './name-words.ts';

/** Articles and prepositions. */
const noise = new Set(
  `the of de del du des von van het la le les der die das el los el my raw full d l n y e i o a z do s na per por para pour fur voor di da con par for to from
  by with in no non dim fk pk ve metadata properties context の`.split(/\s+/),
);

const byWord = new Map<string, Set<Concept>>();
for (const [concept, list] of Object.entries(lexicon) as [Concept, string][])
  for (const written of list.split(/\s+/)) {
    const word = nameWords(written.replaceAll('_', '')).join('');
    if (word !== '') byWord.set(word, (byWord.get(word) ?? new Set()).add(concept));
  }
const longest = Math.max(...[...byWord.keys()].map((word) => word.length));

export interface ReadName {
  words: readonly string[];
  /** What the words mean, each with the word. */
  concepts: ReadonlyMap<Concept, string>;
  /** Words without a known meaning. */
  unknown: number;
}

/** The meanings of the words of a column name, compounds taken apart. */
export function readName(name: string): ReadName {
  const words = nameWords(ofContainer(name)).filter((word) => !noise.has(word));
  const concepts = new Map<Concept, string>();
  let unknown = 0;
  for (const word of words) {
    const parts = byWord.has(word) ? [word] : partsOf(word);
    if (!parts && !/^\d+$/.test(word)) unknown++;
    for (const part of parts ?? []) for (const concept of byWord.get(part) ?? []) concepts.set(concept, part);
  }
  return { words, concepts, unknown };
}

/** Objects of events in which values are nested: `event_properties.product_id`. */
const container =
  /^(?:\$?event|(?:event_?|user_?|custom_?)?(?:properties|props|params|attributes)|context|payload|data|traits|hits|ecommerce|items|products)$/i;

function ofContainer(name: string): string {
  const parts = name.split(/[.:]/);
  const last = parts.findIndex((part) => !container.test(part));
  return last <= 0 ? name : parts.slice(last).join('.');
}

/** Letters between the parts of a German or Dutch compound: Kunde-n-nummer, Bestellung-s-datum. */
const links = ['', 's', 'n', 'en', 'es', 'er', 'e'];
const hasNoSpaces = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/**
 * The known parts of a word: of a compound (`bestelldatum`, `itemid`) where they cover all of it, of a word in a
 * script without spaces also where they cover a part. Undefined where there are none.
 */
function partsOf(word: string): string[] | undefined {
  if (hasNoSpaces.test(word)) return longestMatches(word);
  if (word.length < 5 || word.length > 40) return undefined;
  return cover(word, 0) ?? plural(word);
}

/** `seller2`, `image1`, `products`. */
function plural(word: string): string[] | undefined {
  const other = [word.replace(/\d+$|s$/, ''), `${word}s`].find((form) => form !== word && byWord.has(form));
  return other === undefined ? undefined : [other];
}

function longestMatches(word: string): string[] | undefined {
  const found: string[] = [];
  for (let start = 0; start < word.length; ) {
    let size = Math.min(longest, word.length - start);
    while (size > 0 && !byWord.has(word.slice(start, start + size))) size--;
    if (size > 0) found.push(word.slice(start, start + size));
    start += Math.max(1, size);
  }
  return found.length > 0 ? found : undefined;
}

function cover(word: string, start: number): string[] | undefined {
  if (start === word.length) return [];
  for (let end = word.length; end >= start + 2; end--) {
    const part = word.slice(start, end);
    // Two letters are a part at the end only: `userid`, `artikelnr`.
    if (end - start === word.length || !byWord.has(part) || (part.length < 3 && (end < word.length || start < 3)))
      continue;
    for (const link of end === word.length ? [''] : links) {
      if (!word.startsWith(link, end)) continue;
      const rest = cover(word, end + link.length);
      if (rest && (rest.length > 0 || end === word.length)) return [part, ...rest];
    }
  }
  return undefined;
}
