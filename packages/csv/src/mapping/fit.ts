import type { ColumnPreview, ColumnType, Field, FieldShape } from '@curio/contracts';

type Fit = Partial<Record<ColumnType, number>>;
const links: Fit = { url: 1, text: 0.6, id: 0.6 };
const numbers: Fit = { number: 1, id: 0.5, boolean: 0.4 };

/** How well cells of a type fit a field of a shape, 0 to 1. */
const fits: Record<FieldShape, Fit> = {
  id: { id: 1, number: 1, text: 0.7, category: 0.8, email: 0.9, url: 0.7 },
  text: { text: 1, category: 0.9, list: 0.9, id: 0.6 },
  category: { category: 1, text: 0.8, id: 0.5, boolean: 0.5, number: 0.5 },
  list: { list: 1, category: 1, text: 0.9, id: 0.5, number: 0.4, boolean: 0.4 },
  number: { ...numbers, boolean: 0.9 },
  price: numbers,
  link: links,
  picture: links,
  date: { date: 1, number: 0.7, id: 0.5 },
  boolean: { boolean: 1, category: 0.5 },
};
/** A title can look like almost anything: "1984" is a book. */
const titleFit: Fit = { text: 1, category: 1, list: 0.9, id: 0.8, number: 0.6, date: 0.6 };

const emptyColumnFit = 0.9;
/** The name may be right and the cells dirty. */
const otherTypeFit = 0.3;

export function fitOf(name: string, { shape }: Field, column: ColumnPreview): number {
  if (column.filled === 0) return emptyColumnFit;
  return (name === 'title' ? titleFit : fits[shape])[column.type] ?? otherTypeFit;
}
