import { fieldOf, itemFeatures } from '@curio/contracts/fields';
import type { FeatureValue, ItemRecord, UserRecord } from '../data/records.ts';
import { wordsOf } from './tokens.ts';

/** The terms and numbers of one record, by field. */
export interface Fields {
  /** Field → term → frequency. */
  terms: Map<string, Map<string, number>>;
  numbers: Map<string, number>;
}

/** Custom text of up to this many words is also a category; longer text contributes only its words. */
const maxCategoryWords = 3;

export function fieldsOfItem(record: ItemRecord | undefined): Fields {
  const fields: Fields = { terms: new Map(), numbers: new Map() };
  if (!record) return fields;
  for (const name of itemFeatures) addFeature(fields, name, record[name]);
  addCustom(fields, record.custom);
  return fields;
}

function addFeature(fields: Fields, name: string, value: string | number | string[] | undefined): void {
  switch (fieldOf('items', name)?.feature) {
    case 'words':
      if (typeof value === 'string') addWords(fields, name, value);
      break;
    case 'category':
    case 'owner':
      if (typeof value === 'string') addTerms(fields, name, [value]);
      else if (Array.isArray(value)) addTerms(fields, name, value);
      break;
    case 'number':
      if (typeof value === 'number') addNumber(fields, name, value);
      break;
    case 'magnitude':
      if (typeof value === 'number' && value > 0) addNumber(fields, name, Math.log(value));
      break;
  }
}

export function fieldsOfUser(record: UserRecord | undefined): Fields {
  const fields: Fields = { terms: new Map(), numbers: new Map() };
  if (record) addCustom(fields, record.custom);
  return fields;
}

function addCustom(fields: Fields, custom: Record<string, FeatureValue> | undefined): void {
  for (const [name, value] of Object.entries(custom ?? {})) {
    const field = `custom.${name}`;
    if (typeof value === 'number') addNumber(fields, field, value);
    else if (typeof value === 'boolean') addTerms(fields, field, [value ? 'yes' : 'no']);
    else if (Array.isArray(value)) addTerms(fields, field, value);
    else if (typeof value === 'string') {
      const words = wordsOf(value);
      if (words.length <= maxCategoryWords) addTerms(fields, field, [value]);
      if (words.length > 1) addWords(fields, `${field} words`, value);
    }
  }
}

function addNumber(fields: Fields, field: string, value: number): void {
  if (Number.isFinite(value)) fields.numbers.set(field, value);
}

function addTerms(fields: Fields, field: string, values: string[] | undefined): void {
  for (const value of values ?? []) {
    const term = value.normalize('NFKC').trim().toLowerCase();
    if (term) count(fields, field, term);
  }
}

function addWords(fields: Fields, field: string, text: string | undefined): void {
  if (text) for (const word of wordsOf(text)) count(fields, field, word);
}

function count(fields: Fields, field: string, term: string): void {
  const terms = fields.terms.get(field) ?? new Map<string, number>();
  terms.set(term, (terms.get(term) ?? 0) + 1);
  fields.terms.set(field, terms);
}
