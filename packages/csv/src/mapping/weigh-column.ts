import type { ColumnPreview, ColumnType, ImportKind } from '@curio/contracts';
import { looksLikeVector } from '../cells/parse-vector.ts';
import type { ReadName } from './read-name.ts';
import { fieldsNamed } from './synonyms.ts';
import { type Weights, weights } from './weights.ts';

/** A reason for a field (above 0) or against it (below), in log-odds, with a clause that names it. */
export interface Evidence {
  weight: number;
  says: string;
}
export interface WeighedColumn {
  column: ColumnPreview;
  name: ReadName;
  position: number;
  /** Index among the columns that can be ids and whose names have no meaning; -1 for the others. */
  rank: number;
  /** Share of the file's columns whose names have no meaning. */
  nameless: number;
  /** Shares of the distinct cells that are ids of the project's items and users. */
  known?: Readonly<Partial<Record<'itemId' | 'userId', number>>>;
}

const bias = -4;
const otherCells = -4;

const cellsAre: Readonly<Record<ColumnType, string>> = {
  id: 'the cells are codes',
  text: 'the cells are texts',
  number: 'the cells are numbers',
  date: 'the cells are dates',
  boolean: 'the cells are yes or no',
  category: 'the cells are few different words',
  list: 'the cells are lists',
  url: 'the cells are web addresses',
  email: 'the cells are e-mail addresses',
};

/** The evidence for and against a column being the field; undefined for a column without cells. */
export function weighColumn(kind: ImportKind, field: string, weighed: WeighedColumn): Evidence[] | undefined {
  const { column, name } = weighed;
  const table = weights[kind][field];
  if (!table || column.filled === 0) return undefined;
  const evidence = [...weighName(kind, field, table, name), ...weighCells(kind, field, table, weighed)];
  return evidence.filter(({ weight }) => weight !== 0);
}

export const sumOf = (evidence: readonly Evidence[], position: number): number =>
  // Of equal columns the leftmost wins.
  evidence.reduce((sum, { weight }) => sum + weight, bias) - Math.min(position, 60) * 0.01;

function weighName(
  kind: ImportKind,
  field: string,
  table: Weights,
  { words, concepts, unknown }: ReadName,
): Evidence[] {
  const evidence: Evidence[] = [];
  const whole = fieldsNamed(words.join(''));
  if (whole.has(field)) evidence.push({ weight: 2.5, says: 'the name is a usual name of this field' });
  else if (whole.size > 0 && words.length > 0)
    evidence.push({ weight: -0.5, says: 'the name is a usual name of another field' });
  for (const [concept, word] of concepts) {
    // An ambiguous word counts by its best meaning.
    const best = Math.max(
      ...[...concepts].filter(([, other]) => other === word).map(([c]) => table.name[c] ?? table.other),
    );
    const weight = table.name[concept] ?? table.other;
    if (weight < best) continue;
    evidence.push({ weight, says: `the name says "${word}"` });
  }
  for (const [pair, weight] of Object.entries(table.pairs ?? {})) {
    const [a, b] = pair.split('+') as [never, never];
    if (concepts.has(a) && concepts.has(b) && concepts.get(a) !== concepts.get(b))
      evidence.push({ weight, says: `the name says "${concepts.get(a)}" and "${concepts.get(b)}"` });
  }
  if (concepts.size === 1 && concepts.has('id') && field === ownId(kind)) {
    if (unknown === 0 && kind !== 'interactions')
      evidence.push({ weight: 3, says: 'the name says that it is the id of the row' });
    else if (unknown > 0)
      evidence.push({ weight: kind === 'interactions' ? 1 : 2, says: 'the name says that it is the id of something' });
  }
  return evidence;
}

const ownId = (kind: ImportKind): string => (kind === 'users' ? 'userId' : 'itemId');

const pictureFile = /\.(?:jpe?g|png|webp|gif|svg|avif)(?:$|[?#])/i;
const wholeNumber = /^\d+(?:\.0+)?$/;

const hasDecimals = (column: ColumnPreview): boolean => !column.samples.every((cell) => wholeNumber.test(cell.trim()));

/** Whether a column without a meaningful name can be one of ids: codes, whole numbers, names. */
export const canBeIds = (column: ColumnPreview): boolean =>
  !isEpochs(column) &&
  (column.type === 'id' ||
    ((column.type === 'number' || column.type === 'boolean') &&
      column.samples.every((cell) => /^\d+$/.test(cell.trim()))) ||
    ((column.type === 'text' || column.type === 'category') &&
      column.meanLength < 60 &&
      !column.samples.every(isEvent)));

/** Seconds or milliseconds between 1990 and 2036. */
const isEpochs = ({ samples, filled }: ColumnPreview): boolean =>
  filled > 0 &&
  samples.every((cell) => {
    const digits = cell.trim();
    const seconds = /^\d{9,10}$/.test(digits) ? Number(digits) : /^\d{13}$/.test(digits) ? Number(digits) / 1000 : 0;
    return seconds > 6.3e8 && seconds < 2.1e9;
  });

function weighCells(kind: ImportKind, field: string, table: Weights, weighed: WeighedColumn): Evidence[] {
  const { column, name, rank, nameless: share, known } = weighed;
  const evidence: Evidence[] = [];
  const add = (weight: number, says: string): void => void evidence.push({ weight, says });
  const epochs = (field === 'timestamp' || field === 'createdAt') && column.type !== 'date' && isEpochs(column);
  if (epochs) add(name.concepts.size === 0 ? 1.5 : 2, 'the cells are seconds or milliseconds since 1970');
  else add(table.cells[column.type] ?? otherCells, cellsAre[column.type]);
  if (column.samples.length > 0 && column.samples.every(looksLikeVector)) add(-9, 'the cells are vectors');
  const distinct = column.distinct / column.filled;
  const nameless = name.concepts.size === 0;
  const isId = field === 'itemId' || field === 'userId';

  if (isId) {
    if (column.type === 'number' && hasDecimals(column)) add(-4, 'the cells have decimals');
    if (column.meanLength > 60) add(-2, 'the cells are long');
    const found = known?.[field];
    if (found !== undefined) add(weightOfKnown(found, column), knownSays(found, field));
    if (field === ownId(kind) && kind !== 'interactions') {
      if (column.distinct === column.filled && column.filled > 1) add(1.2, 'no two rows have the same');
      else if (distinct < 0.9) add(-6 * (1 - distinct), 'many rows have the same');
    } else if (column.distinct === 1 && column.filled > 3) add(-4, 'all rows have the same');
    if (nameless && rank >= 0) {
      if (column.type === 'boolean') add(2, 'the cells are whole numbers');
      const wanted = kind === 'interactions' ? (field === 'userId' ? 0 : 1) : 0;
      if (rank === wanted)
        add(
          0.5 + 4 * share,
          kind === 'interactions' ? 'it is the first or second column of ids' : 'it is the first column of ids',
        );
    }
  } else if (column.distinct === 1 && column.filled > 3) add(-0.7, 'all rows have the same');

  switch (field) {
    case 'title':
      if (column.meanLength > 120) add(-2, 'the cells are long');
      if (nameless && column.type === 'text' && distinct > 0.5 && column.meanLength >= 4)
        add(2.2, 'the cells are short texts');
      break;
    case 'description':
      if (column.meanLength > 120) add(1.5, 'the cells are long');
      if (nameless && column.type === 'text' && column.meanLength > 120) add(1.5, 'the cells are long texts');
      break;
    case 'categories':
      if (nameless && column.type === 'list') add(2.5, 'the cells repeat their entries');
      break;
    case 'price':
      if (column.samples.some((cell) => /\p{Sc}|zł|Kč|\b(?:EUR|USD|GBP|CHF)\b/u.test(cell)))
        add(2, 'the cells have a currency');
      break;
    case 'imageUrl':
      if (column.samples.some((cell) => pictureFile.test(cell))) add(2.5, 'the cells end as files of pictures do');
      break;
    case 'url':
      if (column.samples.some((cell) => pictureFile.test(cell))) add(-3, 'the cells end as files of pictures do');
      if (nameless && column.type === 'url') add(1.5, 'it is a column of addresses');
      break;
    case 'createdAt':
      if (nameless && column.type === 'date') add(1, 'it is a column of dates');
      break;
    case 'timestamp':
      if (nameless && (column.type === 'date' || epochs)) add(2.5, 'it is a column of dates');
      break;
    case 'value':
      if (nameless && column.type === 'number' && (rank >= 2 || rank < 0))
        add(1 + 2.5 * share, 'it is a number after the ids');
      break;
    case 'type':
      if (column.samples.length > 0 && column.samples.every(isEvent))
        add(nameless ? 4 : 2.5, 'the cells are types of interaction');
      else if (column.distinct === column.filled && column.filled > 8) add(-2, 'no two rows have the same');
      break;
    default:
  }
  return evidence;
}

/** Small numbers are among the ids of many projects, whatever they count. */
function weightOfKnown(share: number, { samples }: ColumnPreview): number {
  if (samples.every((cell) => /^\d{1,4}$/.test(cell.trim()))) return share >= 0.5 ? share : 0;
  return share >= 0.5 ? 3 + 6 * share : -3 * (1 - share);
}

const knownSays = (share: number, field: string): string =>
  `${(share * 100).toFixed(1).replace(/\.0$/, '')} % of the ids are ${field === 'itemId' ? 'items' : 'users'} of this project`;

const events =
  /^(?:view|click|play|watch|listen|read|visit|purchase|buy|bought|order|sale|transaction|cart|basket|like|dislike|love|fav|save|bookmark|share|rat(?:e|ing)|review|stream|skip|impression|add|remove|wish|download|install|check|book|refund|return|search|open|complete|start|finish|pv$|kauf|ansicht|klick|achat|vue|clic|compra|vista|visita|aankoop|acquisto|iscrizione|zakup|nakup|satin|goruntule|просмотр|покупка|корзина|購入|閲覧|再生|いいね|浏览|购买|收藏|加购|구매|조회)/i;
/** `view`, `Add to cart`, `product_viewed`, `pageview`, `Song Played`. */
const isEvent = (cell: string): boolean =>
  cell.length <= 40 &&
  (events.test(cell) ||
    events.test(cell.replace(/^\$?(?:page|item|product|detail|song|video|e-?commerce|load|course|order)[\s_-]?/i, '')));
