import type { ImportKind } from '../table/record.ts';
import { fieldsNamed } from './field-names.ts';
import { nameWords } from './name-words.ts';

const bareIds = new Set(
  'id code key nr number nummer uuid guid ref reference codigo identifiant identificador kennung'.split(' '),
);
const idTails = new Set([...bareIds, 'ids', 'no', 'sku']);
const noise = new Set('the of de del du des von van het la le der die das el my raw full col dim fk pk'.split(' '));

/** What a name says, whatever the kind of import: the fields that go by it, and how surely, 0 to 1. */
export interface Meaning {
  fields: ReadonlySet<string>;
  strength: number;
}

/** By the whole name, else by its longest known tail (`shop_customer_id`), else by its longest known head (`price_old`). */
export function meaningOf(name: string): Meaning {
  const words = nameWords(name).filter((word) => !noise.has(word));
  const whole = fieldsNamed(words.join(''));
  if (whole.size > 0) return { fields: whole, strength: 0.98 };
  for (let cut = 1; cut < words.length; cut++) {
    const tail = fieldsNamed(words.slice(cut).join(''));
    if (tail.size > 0) return { fields: tail, strength: Math.max(0.5, 0.85 - 0.05 * cut) };
  }
  for (let cut = 1; cut < words.length; cut++) {
    const head = fieldsNamed(words.slice(0, -cut).join(''));
    if (head.size > 0) return { fields: head, strength: Math.max(0.4, 0.7 - 0.05 * cut) };
  }
  return { fields: whole, strength: 0 };
}

/** How surely the name alone says the field, 0 to 1. */
export function scoreName(kind: ImportKind, name: string, meaning: Meaning, field: string): number {
  if (meaning.fields.has(field)) return meaning.strength;
  const words = nameWords(name);
  if (words.length === 1 && bareIds.has(words[0]!)) return kind !== 'interactions' && field === ownId(kind) ? 0.9 : 0;
  // Some logs of events know their items by name alone.
  if (kind === 'interactions' && field === 'itemId' && meaning.fields.has('title')) return 0.55;
  if (meaning.fields.size > 0 || kind === 'users' || field !== 'itemId') return 0;
  // `pottery_id`: an id of something that we do not know is most likely the item's.
  const known = fieldsNamed(`${words.slice(0, -1).join('')}id`).size + fieldsNamed(words.slice(0, -1).join('')).size;
  return words.length > 1 && idTails.has(words.at(-1)!) && known === 0 ? 0.6 : 0;
}

const ownId = (kind: ImportKind): string => (kind === 'users' ? 'userId' : 'itemId');
