import type { ImportKind } from '@curio/contracts';
import { nameWords } from './name-words.ts';
import { fieldsNamed } from './synonyms.ts';

const bareIds = new Set(
  'id code key nr number nummer uuid guid ref reference codigo identifiant identificador kennung'.split(' '),
);
const idTails = new Set([...bareIds, 'ids', 'no', 'sku']);
const noise = new Set('the of de del du des von van het la le der die das el my raw full col dim fk pk'.split(' '));

/** The fields, of any kind of import, of which a column name is a synonym, with a confidence of 0 to 1. */
export interface NameMatch {
  fields: ReadonlySet<string>;
  confidence: number;
}

/** Matches the whole name, else its longest known tail (`shop_customer_id`), else its longest known head (`price_old`). */
export function matchName(name: string): NameMatch {
  const words = nameWords(name).filter((word) => !noise.has(word));
  const whole = fieldsNamed(words.join(''));
  if (whole.size > 0) return { fields: whole, confidence: 0.98 };
  for (let cut = 1; cut < words.length; cut++) {
    const tail = fieldsNamed(words.slice(cut).join(''));
    if (tail.size > 0) return { fields: tail, confidence: Math.max(0.5, 0.85 - 0.05 * cut) };
  }
  for (let cut = 1; cut < words.length; cut++) {
    const head = fieldsNamed(words.slice(0, -cut).join(''));
    if (head.size > 0) return { fields: head, confidence: Math.max(0.4, 0.7 - 0.05 * cut) };
  }
  return { fields: whole, confidence: 0 };
}

/** Confidence that a column is the field, from its name alone, 0 to 1. */
export function scoreName(kind: ImportKind, name: string, match: NameMatch, field: string): number {
  if (match.fields.has(field)) return match.confidence;
  const words = nameWords(name);
  const last = words.at(-1) ?? '';
  if (words.length === 1 && bareIds.has(last)) return kind !== 'interactions' && field === ownId(kind) ? 0.9 : 0;
  // Some logs of events identify items by name alone.
  if (kind === 'interactions' && field === 'itemId' && match.fields.has('title')) return 0.55;
  if (match.fields.size > 0 || kind === 'users' || field !== 'itemId') return 0;
  // `pottery_id`: the id of an unknown noun is most likely the item's.
  const noun = words.slice(0, -1).join('');
  const known = fieldsNamed(`${noun}id`).size + fieldsNamed(noun).size;
  return words.length > 1 && idTails.has(last) && known === 0 ? 0.6 : 0;
}

const ownId = (kind: ImportKind): string => (kind === 'users' ? 'userId' : 'itemId');
