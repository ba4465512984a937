import type { ColumnPreview, ImportKind } from '@curio/contracts';

const events =
  /^(?:view|click|play|watch|listen|read|visit|purchase|buy|bought|order|sale|transaction|cart|basket|like|dislike|love|fav|save|bookmark|share|rat(?:e|ing)|review|stream|skip|impression|add|remove|wish|download|install|check|book|kauf|ansicht|klick|achat|vue|clic|compra|vista|aankoop)/i;
/** `view`, `Add to cart`, `product_viewed`, `pageview`. */
const isEvent = (cell: string): boolean =>
  cell.length <= 30 && (events.test(cell) || events.test(cell.replace(/^(?:page|item|product|detail)[\s_-]?/i, '')));

const pictureFile = /\.(?:jpe?g|png|webp|gif|svg|avif)(?:$|[?#])/i;
export const isIdLike = (column: ColumnPreview): boolean =>
  column.type === 'id' || (column.type === 'number' && column.decimal === undefined);

/**
 * Confidence that a column is the field, from its cells alone, 0 to 0.6: for columns whose name matches no synonym.
 * @param position index of the column in the file
 * @param rank how many id-like columns without a known name stand to its left
 */
export function scoreValues(
  kind: ImportKind,
  field: string,
  column: ColumnPreview,
  position: number,
  rank: number,
): number {
  if (column.filled === 0) return 0;
  const unique = column.distinct === column.filled && column.filled > 1;
  const early = position === 0 ? 0.05 : 0;
  switch (field) {
    case 'itemId':
      if (!isIdLike(column)) return 0;
      if (kind === 'items') return unique ? (column.type === 'id' ? 0.55 : 0.45) + early : early > 0 ? 0.42 : 0;
      return rank === 1 ? 0.45 : rank === 0 ? 0.4 : 0;
    case 'userId':
      if (!isIdLike(column)) return 0;
      if (kind === 'users') return unique ? (column.type === 'id' ? 0.55 : 0.45) + early : 0;
      return rank === 0 ? 0.45 : 0;
    case 'title': {
      const name = column.type === 'text' && column.meanLength >= 4 && column.meanLength <= 120;
      return name && column.distinct > column.filled * 0.5 ? 0.45 - position * 0.001 : 0;
    }
    case 'description':
      return column.type === 'text' && column.meanLength > 120 ? 0.5 : 0;
    case 'categories':
      return column.type === 'list' ? 0.5 : 0;
    case 'price':
      return column.type === 'number' && column.samples.some((cell) => /\p{Sc}/u.test(cell)) ? 0.5 : 0;
    case 'imageUrl':
      return column.type === 'url' && column.samples.some((cell) => pictureFile.test(cell)) ? 0.6 : 0;
    case 'url':
      return column.type === 'url' ? 0.45 : 0;
    case 'createdAt':
      return column.type === 'date' ? 0.4 : 0;
    case 'timestamp':
      return column.type === 'date' ? 0.5 : 0;
    case 'value':
      return column.type === 'number' && rank >= 2 ? 0.36 : 0;
    case 'type':
      return column.samples.length > 0 && column.samples.every(isEvent) ? 0.55 : 0;
    default:
      return 0;
  }
}
