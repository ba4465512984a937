import type { Catalogue } from '../catalogue/catalogue.ts';

/** Fields whose values two similar items share. */
export const contentFields = ['categories', 'tags'] as const;

export interface ContentMatch {
  row: number;
  /** Jaccard index of both items' values, above 0 to 1. */
  similarity: number;
  /** The values that both items have. */
  shares: string[];
}

/**
 * Rows that share categories or tags with this one, the most similar first, ties by the lower row: for items that no model
 * has, such as those added since its training. The columns must be loaded.
 */
export function similarByContent(
  catalogue: Catalogue,
  row: number,
  isCandidate: (row: number) => boolean,
): ContentMatch[] {
  const own = valuesOf(catalogue, row);
  if (own.size === 0) return [];
  const matches: ContentMatch[] = [];
  for (let other = 0; other < catalogue.size; other++) {
    if (other === row || !isCandidate(other)) continue;
    const values = valuesOf(catalogue, other);
    const shares = [...values].filter((value) => own.has(value));
    if (shares.length === 0) continue;
    matches.push({ row: other, similarity: shares.length / (own.size + values.size - shares.length), shares });
  }
  return matches.sort((a, b) => b.similarity - a.similarity || a.row - b.row);
}

function valuesOf(catalogue: Catalogue, row: number): Set<string> {
  const values = new Set<string>();
  for (const field of contentFields) {
    const column = catalogue.column(field);
    if (column?.type === 'list') for (const value of column.values[row] ?? []) values.add(value);
  }
  return values;
}
