import type { ServableModel } from '@curio/engine/artifact';
import type { Candidate } from '../candidates/candidate.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';

/**
 * Similarity of two candidates in [0, 1]: by the model's content terms where it has both items, else 1 where their first
 * categories are equal. The column of categories must be loaded.
 */
export function similarityOf(
  catalogue: Catalogue,
  model: Pick<ServableModel, 'similarityOf'> | undefined,
): (a: Candidate, b: Candidate) => number {
  const categories = catalogue.column('categories');
  const first = (row: number) => (categories?.type === 'list' ? categories.values[row]?.[0] : undefined);
  return (a, b) => {
    if (model && a.item >= 0 && b.item >= 0) return model.similarityOf(a.item, b.item);
    const category = first(a.row);
    return category !== undefined && category === first(b.row) ? 1 : 0;
  };
}
