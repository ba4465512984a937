import { fieldsNamed } from './field-names.ts';
import { nameWords } from './name-words.ts';
import type { ImportKind } from './shapes.ts';

const idWords = new Set(['id', 'ids', 'code', 'key', 'nr', 'no', 'number', 'nummer', 'uuid', 'guid', 'sku']);
const bareIds = new Set(['id', 'code', 'key', 'nr', 'number', 'nummer', 'uuid', 'guid']);
const noise = new Set([
  'the',
  'of',
  'de',
  'la',
  'le',
  'der',
  'die',
  'das',
  'el',
  'my',
  'raw',
  'full',
  'col',
  'dim',
  'fk',
  'pk',
]);

/** How surely the name alone says the field, 0 to 1. */
export function scoreName(kind: ImportKind, name: string, field: string): number {
  const words = nameWords(name).filter((word) => !noise.has(word));
  if (words.length === 0) return 0;
  const joined = words.join('');
  const id = field === 'itemId' || field === 'userId';
  if (id && words.length === 1 && bareIds.has(joined)) return scoreBareId(kind, field);
  if (fieldsNamed(joined).has(field)) return 0.98;
  if (fieldsNamed(joined).size > 0) return 0;
  // `shop_customer_id`: a tail that says the field; `price_old`: a head that does, less surely.
  for (let cut = 1; cut < words.length; cut++) {
    if (fieldsNamed(words.slice(cut).join('')).has(field)) return 0.85 - 0.05 * cut;
    if (fieldsNamed(words.slice(0, -cut).join('')).has(field)) return 0.7 - 0.05 * cut;
  }
  const ownIds = words.length > 1 && idWords.has(words.at(-1)!) && idTaker(words.slice(0, -1).join('')) === undefined;
  if (ownIds && field === 'itemId') return kind === 'users' ? 0 : 0.6;
  return 0;
}

const scoreBareId = (kind: ImportKind, field: string): number => {
  if (kind === 'items') return field === 'itemId' ? 0.9 : 0;
  return kind === 'users' && field === 'userId' ? 0.9 : 0;
};

/** Whose id `<word>Id` is, where the word is known: an order's, a seller's, a user's. */
const idTaker = (word: string): string | undefined => [...fieldsNamed(`${word}id`), ...fieldsNamed(word)][0];
