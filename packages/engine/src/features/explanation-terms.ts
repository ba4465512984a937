import { fieldOf, itemFeatures } from '@curio/contracts/fields';
import { IdIndex } from '../data/id-index.ts';
import type { ItemRecord } from '../data/records.ts';
import { wordsOf } from './tokens.ts';

/** Terms that describe the items, as a CSR matrix: row i lists the indices into `terms` of the terms of item i. */
export interface ExplanationTerms {
  terms: string[];
  indptr: Uint32Array;
  indices: Uint32Array;
}

const maxTermsPerItem = 12;

/**
 * Terms that explanations may name ("both are: fantasy, for children"): categories, tags and short custom fields as
 * written; the words of the title for items without any of them.
 */
export function explanationTerms(records: (ItemRecord | undefined)[]): ExplanationTerms {
  const terms = new IdIndex();
  const indices: number[] = [];
  const indptr = new Uint32Array(records.length + 1);
  records.forEach((record, item) => {
    const labels = [...categoriesOf(record), ...shortFields(record)];
    const words = labels.length > 0 ? labels : wordsOf(record?.title ?? '').filter((word) => word.length > 3);
    for (const label of new Set(words.slice(0, maxTermsPerItem))) {
      if (!label.trim()) continue;
      indices.push(terms.add(label));
    }
    indptr[item + 1] = indices.length;
  });
  return { terms: terms.ids(), indptr, indices: Uint32Array.from(indices) };
}

const categoryFields = itemFeatures.filter((name) => fieldOf('items', name)?.feature === 'category');

function categoriesOf(record: ItemRecord | undefined): string[] {
  return categoryFields.flatMap((name) => {
    const value = record?.[name];
    return Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
  });
}

/** Custom fields that hold a short text or a list: an author, a colour. */
function shortFields(record: ItemRecord | undefined): string[] {
  return Object.values(record?.custom ?? {}).flatMap((value) => {
    if (typeof value === 'string' && value.length <= 60) return [value];
    return Array.isArray(value) ? value : [];
  });
}
