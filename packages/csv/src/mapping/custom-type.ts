import { type ColumnPreview, type CustomType, customTypes, type ImportKind } from '@curio/contracts';
import { looksLikeVector } from '../cells/parse-vector.ts';

/**
 * The type of an own field that the column can be. Undefined for columns of no use to a model (ids, links) and for personal
 * data (e-mail addresses and names of users).
 */
export function customTypeOf(kind: ImportKind, column: ColumnPreview): CustomType | undefined {
  if (column.filled === 0) return undefined;
  if (column.samples.length > 0 && column.samples.every(looksLikeVector)) return 'vector';
  if (kind === 'users' && column.type === 'text') return undefined;
  return customTypes.find((type) => type === column.type);
}
