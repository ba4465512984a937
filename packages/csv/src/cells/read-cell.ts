import {
  type ColumnTarget,
  type CustomValue,
  type FieldShape,
  isPgText,
  maxCategoryLength,
  maxOwnIdLength,
  type ShapeValues,
} from '@curio/contracts';
import { isSafeLink, isSafePicture } from './check-link.ts';
import { parseBoolean } from './parse-boolean.ts';
import { parseDate } from './parse-date.ts';
import { parseGeo } from './parse-geo.ts';
import { parseNumber } from './parse-number.ts';
import { parseVector } from './parse-vector.ts';
import { splitList } from './split-list.ts';

/** The reason why a cell cannot be parsed as the field of its column. */
export class CellFault {
  readonly code: string;
  readonly reason: string;
  constructor(code: string, reason: string) {
    this.code = code;
    this.reason = reason;
  }
}

/** Parses a cell; undefined for an empty one. */
export type CellReader<T> = (cell: string) => T | undefined | CellFault;

const quote = (cell: string): string => `"${cell.length > 40 ? `${cell.slice(0, 40)}…` : cell}"`;
const empty = new Set(['', 'null', 'n/a', 'na', 'none', 'nil', '-', '\\n', '#n/a']);
const isEmpty = (text: string): boolean => text.length < 5 && empty.has(text.toLowerCase());

/** Ids are trimmed and otherwise kept exactly as written. */
function readId(cell: string): string | undefined | CellFault {
  const id = cell.trim();
  if (id === '') return undefined;
  if (id.length > maxOwnIdLength)
    return new CellFault('id-too-long', `the id ${quote(id)} is longer than ${maxOwnIdLength} characters`);
  return isPgText(id) ? id : new CellFault('bad-character', 'the id contains a NUL character or a lone surrogate');
}

/** Text without NUL characters and lone surrogates, which Postgres cannot store. */
function readText(cell: string): string | undefined {
  const text = (cell.includes('\0') ? cell.replaceAll('\0', '') : cell).trim();
  return text === '' ? undefined : text.toWellFormed();
}

function readCategory(cell: string): string | undefined | CellFault {
  const text = readText(cell);
  return text !== undefined && text.length > maxCategoryLength
    ? new CellFault('too-long', `${quote(text)} is longer than ${maxCategoryLength} characters`)
    : text;
}

function readNumber(cell: string, target: ColumnTarget): number | undefined | CellFault {
  const value = parseNumber(cell, target.decimal);
  if (typeof value === 'number') return value;
  if (isEmpty(cell.trim())) return undefined;
  if (value === 'not-finite') return new CellFault(value, `${quote(cell)} is not a finite number`);
  if (value === 'not-a-number') return new CellFault(value, `${quote(cell)} is not a number`);
  return new CellFault(
    value,
    `${quote(cell)} does not use ${target.decimal === ',' ? 'a comma' : 'a point'} as its decimal mark`,
  );
}

function readPrice(cell: string, target: ColumnTarget): number | undefined | CellFault {
  const price = readNumber(cell, target);
  return typeof price === 'number' && price < 0 ? new CellFault('negative-price', `${quote(cell)} is below 0`) : price;
}

function readDate(cell: string, target: ColumnTarget): Date | undefined | CellFault {
  const value = parseDate(cell, target.dateOrder === 'ambiguous' ? undefined : target.dateOrder);
  if (typeof value === 'number') return new Date(value);
  if (isEmpty(cell.trim())) return undefined;
  if (value === 'ambiguous-date')
    return new CellFault(value, `${quote(cell)} can be day first or month first; choose the order in the mapping`);
  if (value === 'impossible-date') {
    const order = target.dateOrder ? ` read as ${target.dateOrder}` : '';
    return new CellFault(value, `${quote(cell)} is a day or time that does not exist${order}`);
  }
  return new CellFault(value, `${quote(cell)} is not a date`);
}

function readBoolean(cell: string): boolean | undefined | CellFault {
  const value = parseBoolean(cell);
  if (value !== undefined || isEmpty(cell.trim())) return value;
  return new CellFault('not-a-boolean', `${quote(cell)} is neither yes nor no`);
}

function readLink(cell: string): string | undefined | CellFault {
  const link = readText(cell);
  if (link === undefined || isSafeLink(link)) return link;
  return new CellFault('unsafe-link', `${quote(link)} is not a web address`);
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
export function readerOf<S extends FieldShape>(shape: S, target: ColumnTarget): CellReader<ShapeValues<Date>[S]> {
  const readers: { [K in FieldShape]: CellReader<ShapeValues<Date>[K]> } = {
    id: readId,
    text: readText,
    category: readCategory,
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

/** All vectors of a column have one width: the given one, else that of the first. */
function vectorReader(given: number): CellReader<number[]> {
  let width = given;
  return (cell) => {
    if (isEmpty(cell.trim())) return undefined;
    const vector = parseVector(cell);
    if (!vector) return new CellFault('not-a-vector', `${quote(cell)} is not a list of numbers`);
    width ||= vector.length;
    if (vector.length === width) return vector;
    return new CellFault('wrong-width', `the vector has ${vector.length} numbers, the others have ${width}`);
  };
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
        return parseGeo(cell) ?? new CellFault('not-a-place', `${quote(cell)} is not a latitude and a longitude`);
      };
    case 'vector':
      return vectorReader(target.width ?? 0);
    default:
      return readText;
  }
}
