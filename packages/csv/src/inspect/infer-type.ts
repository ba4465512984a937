import type { ColumnType } from '@curio/contracts';
import { parseBoolean } from '../cells/parse-boolean.ts';
import { looksLikeDate } from '../cells/parse-date.ts';
import { parseNumber } from '../cells/parse-number.ts';
import { nameWords } from '../mapping/name-words.ts';
import { inferSeparator } from './infer-list.ts';

export interface InferredType {
  type: ColumnType;
  separator?: string;
}

const web = /^(?:https?:\/\/|www\.)\S+$/i;
const mail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const idWords = new Set(
  'id ids uuid guid key code sku asin isbn ean gtin upc nr no nummer number numero handle slug ref reference artnr'.split(
    ' ',
  ),
);
const timeWords = new Set(
  'time timestamp date datetime ts at datum zeit zeitpunkt heure fecha hora tijd tijdstip created updated when'.split(
    ' ',
  ),
);

/** The type of a column, by its non-empty cells and, where they are ambiguous, by its name. */
export function inferType(name: string, cells: readonly string[], distinct: number): InferredType {
  if (cells.length === 0) return { type: 'text' };
  const share = (test: (cell: string) => boolean): number => cells.filter(test).length / cells.length;
  const words = nameWords(name);
  const namedId = words.some((word) => idWords.has(word)) || /id$/i.test(name);
  const namedTime = words.some((word) => timeWords.has(word)) || /(?:time|date)(?:stamp)?$/i.test(name);
  if (share((cell) => mail.test(cell.trim())) >= 0.9) return { type: 'email' };
  if (share((cell) => web.test(cell.trim())) >= 0.9) return { type: 'url' };
  if (namedTime && share(isEpoch) >= 0.95) return { type: 'date' };
  if (share(looksLikeDate) >= 0.9) return { type: 'date' };
  if (namedId && share((cell) => !/\s/.test(cell.trim())) >= 0.9) return { type: 'id' };
  if (distinct <= 2 && share((cell) => parseBoolean(cell) !== undefined) === 1) return { type: 'boolean' };
  const numbers = share((cell) => isNumber(cell));
  if (numbers >= 0.95) return { type: share((cell) => /^0\d+$|^\d{16,}$/.test(cell.trim())) > 0.05 ? 'id' : 'number' };
  if (distinct > cells.length * 0.5 && share(isCode) >= 0.9) return { type: 'id' };
  const separator = inferSeparator(cells);
  if (separator !== undefined) return { type: 'list', separator };
  if (share(isCode) >= 0.9 && distinct > 5) return { type: 'id' };
  const few = distinct <= Math.max(12, cells.length * 0.05) && distinct < cells.length;
  const short = cells.reduce((sum, cell) => sum + cell.length, 0) / cells.length <= 40;
  return { type: few && short ? 'category' : 'text' };
}

const isNumber = (cell: string): boolean => {
  const value = parseNumber(cell);
  return typeof value === 'number' || value === 'not-finite';
};
/** Seconds, milli-, micro- or nanoseconds between 1980 and 2100. */
const isEpoch = (cell: string): boolean => {
  if (!/^\d{9,19}(?:\.\d+)?$/.test(cell.trim())) return false;
  let seconds = Number(cell);
  while (seconds > 1e11) seconds /= 1000;
  return seconds > 3.15e8 && seconds < 4.11e9;
};
/** One word with a digit in it: a code, not a name. */
const isCode = (cell: string): boolean => /^(?=.*\d)[^\s,;|]{1,64}$/.test(cell.trim());
