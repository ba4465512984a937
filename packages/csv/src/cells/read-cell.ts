import type { FieldShape } from '../mapping/fields.ts';
import { maxIdLength } from '../table/limits.ts';
import type { ColumnTarget, CustomValue } from '../table/record.ts';
import { isSafeLink, isSafePicture } from './check-link.ts';
import { parseBoolean } from './parse-boolean.ts';
import { parseDate } from './parse-date.ts';
import { parseGeo } from './parse-geo.ts';
import { parseNumber } from './parse-number.ts';
import { splitList } from './split-list.ts';

/** Why a cell cannot be what its column was mapped to. */
export class CellFault {
  readonly code: string;
  readonly reason: string;
  constructor(code: string, reason: string) {
    this.code = code;
    this.reason = reason;
  }
}

/** What a reader gives for a shape; undefined is an empty cell. */
export interface CellOf {
  id: string;
  text: string;
  word: string;
  list: string[];
  number: number;
  price: number;
  link: string;
  picture: string;
  date: Date;
  boolean: boolean;
}
export type CellReader<T> = (cell: string) => T | undefined | CellFault;

const show = (cell: string): string => `"${cell.length > 40 ? `${cell.slice(0, 40)}…` : cell}"`;
const empty = new Set(['', 'null', 'n/a', 'na', 'none', 'nil', '-', '\\n', '#n/a']);
const isEmpty = (text: string): boolean => text.length < 5 && empty.has(text.toLowerCase());

/** Ids are the owner's text, trimmed of the white space around them and never changed otherwise. */
function readId(cell: string): string | undefined | CellFault {
  const id = cell.trim();
  if (id === '') return undefined;
  if (id.length > maxIdLength)
    return new CellFault('id-too-long', `the id ${show(id)} is longer than ${maxIdLength} characters`);
  if (id.includes('\0')) return new CellFault('bad-character', 'the id holds a NUL character');
  return id.isWellFormed() ? id : new CellFault('bad-character', 'the id holds half a character (a lone surrogate)');
}

/** Text without the NULs and half characters that no database takes. */
function readText(cell: string): string | undefined {
  const text = (cell.includes('\0') ? cell.replaceAll('\0', '') : cell).trim();
  return text === '' ? undefined : text.toWellFormed();
}

function readWord(cell: string): string | undefined | CellFault {
  const word = readText(cell);
  return word !== undefined && word.length > 100
    ? new CellFault('too-long', `${show(word)} is longer than 100 characters`)
    : word;
}

function readNumber(cell: string, target: ColumnTarget): number | undefined | CellFault {
  const value = parseNumber(cell, target.decimal);
  if (typeof value === 'number') return value;
  if (isEmpty(cell.trim())) return undefined;
  if (value === 'not-finite') return new CellFault(value, `${show(cell)} is not a finite number`);
  if (value === 'not-a-number') return new CellFault(value, `${show(cell)} is not a number`);
  return new CellFault(
    value,
    `${show(cell)} does not use ${target.decimal === ',' ? 'a comma' : 'a point'} as its decimal mark`,
  );
}

function readPrice(cell: string, target: ColumnTarget): number | undefined | CellFault {
  const price = readNumber(cell, target);
  return typeof price === 'number' && price < 0 ? new CellFault('negative-price', `${show(cell)} is below 0`) : price;
}

function readDate(cell: string, target: ColumnTarget): Date | undefined | CellFault {
  const value = parseDate(cell, target.dateOrder === 'ambiguous' ? undefined : target.dateOrder);
  if (typeof value === 'number') return new Date(value);
  if (isEmpty(cell.trim())) return undefined;
  if (value === 'ambiguous-date')
    return new CellFault(value, `${show(cell)} can be read day first or month first; say which in the mapping`);
  if (value === 'impossible-date') {
    const order = target.dateOrder ? ` read as ${target.dateOrder}` : '';
    return new CellFault(value, `${show(cell)} is a day or time that does not exist${order}`);
  }
  return new CellFault(value, `${show(cell)} is not a date`);
}

function readBoolean(cell: string): boolean | undefined | CellFault {
  const value = parseBoolean(cell);
  if (value !== undefined || isEmpty(cell.trim())) return value;
  return new CellFault('not-a-boolean', `${show(cell)} is neither yes nor no`);
}

function readLink(cell: string): string | undefined | CellFault {
  const link = readText(cell);
  if (link === undefined || isSafeLink(link)) return link;
  return new CellFault('unsafe-link', `${show(link)} is not a web address`);
}

function readPicture(cell: string): string | undefined | CellFault {
  const picture = readText(cell);
  return picture !== undefined && isSafePicture(picture) ? picture : readLink(cell);
}

function readList(cell: string, target: ColumnTarget): string[] | undefined {
  const text = readText(cell);
  const entries = text === undefined ? [] : splitList(text, target.separator);
  return entries.length === 0 ? undefined : entries;
}

/** The reader of a field's cells. */
export function readerOf<S extends FieldShape>(shape: S, target: ColumnTarget): CellReader<CellOf[S]> {
  const readers: { [K in FieldShape]: CellReader<CellOf[K]> } = {
    id: readId,
    text: readText,
    word: readWord,
    list: (cell) => readList(cell, target),
    number: (cell) => readNumber(cell, target),
    price: (cell) => readPrice(cell, target),
    link: readLink,
    picture: readPicture,
    date: (cell) => readDate(cell, target),
    boolean: readBoolean,
  };
  return readers[shape];
}

/** The reader of an own field's cells. Dates become ISO 8601 in UTC, geo a pair of degrees. */
export function customReaderOf(target: ColumnTarget): CellReader<CustomValue> {
  switch (target.type) {
    case 'number':
      return (cell) => readNumber(cell, target);
    case 'date':
      return (cell) => {
        const date = readDate(cell, target);
        return date instanceof Date ? date.toISOString() : date;
      };
    case 'boolean':
      return readBoolean;
    case 'list':
      return (cell) => readList(cell, target);
    case 'geo':
      return (cell) => {
        if (isEmpty(cell.trim())) return undefined;
        return parseGeo(cell) ?? new CellFault('not-a-place', `${show(cell)} is not a latitude and a longitude`);
      };
    default:
      return readText;
  }
}
