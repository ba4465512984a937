import type { ColumnPreview, ColumnType, ImportKind } from '../table/record.ts';

type Fit = Partial<Record<ColumnType, number>>;
const ids: Fit = { id: 1, number: 1, text: 0.7, category: 0.8, email: 0.9, url: 0.7 };
const dates: Fit = { date: 1, number: 0.7, id: 0.5 };
const links: Fit = { url: 1, text: 0.6, id: 0.6 };
const lists: Fit = { list: 1, category: 1, text: 0.9, id: 0.5, number: 0.4, boolean: 0.4 };

/** How well cells of a type suit a field, 0 to 1; what is not listed is 0.3: the name may be right and the cells dirty. */
const fits: Record<string, Fit> = {
  itemId: ids,
  userId: ids,
  ownerId: ids,
  title: { text: 1, category: 1, list: 0.9, id: 0.8, number: 0.6, date: 0.6 },
  description: { text: 1, list: 0.9, category: 0.9, id: 0.6 },
  categories: lists,
  tags: lists,
  price: { number: 1, id: 0.5, boolean: 0.4 },
  value: { number: 1, boolean: 0.9, id: 0.5 },
  imageUrl: links,
  url: links,
  createdAt: dates,
  timestamp: dates,
  hidden: { boolean: 1, category: 0.5 },
  type: { category: 1, text: 0.8, id: 0.5, boolean: 0.5, number: 0.5 },
};

export function fitOf(field: string, column: ColumnPreview): number {
  return column.filled === 0 ? 0.9 : (fits[field]?.[column.type] ?? 0.3);
}

const events =
  /^(?:view|click|play|watch|listen|read|visit|purchase|buy|bought|order|sale|transaction|cart|basket|like|dislike|love|fav|save|bookmark|share|rat(?:e|ing)|review|stream|skip|impression|add|remove|wish|download|install|check|book|kauf|ansicht|klick|achat|vue|clic|compra|vista|aankoop)/i;
/** `view`, `Add to cart`, `product_viewed`, `pageview`. */
const isEvent = (cell: string): boolean =>
  cell.length <= 30 && (events.test(cell) || events.test(cell.replace(/^(?:page|item|product|detail)[\s_-]?/i, '')));

const picture = /\.(?:jpe?g|png|webp|gif|svg|avif)(?:$|[?#])/i;
const idLike = (column: ColumnPreview): boolean =>
  column.type === 'id' || (column.type === 'number' && column.decimal === undefined);

/**
 * How surely the cells alone say the field, 0 to 0.6, for columns whose name says nothing. `rank` counts the unnamed
 * id-like columns to the left.
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
      if (!idLike(column)) return 0;
      if (kind === 'items') return unique ? (column.type === 'id' ? 0.55 : 0.45) + early : early > 0 ? 0.42 : 0;
      return rank === 1 ? 0.45 : rank === 0 ? 0.4 : 0;
    case 'userId':
      if (!idLike(column)) return 0;
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
      return column.type === 'url' && column.samples.some((cell) => picture.test(cell)) ? 0.6 : 0;
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

export { idLike };
