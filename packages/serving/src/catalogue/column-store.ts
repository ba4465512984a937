import type { Column, FieldType } from './column.ts';
import type { ItemValue } from './item-fields.ts';

/** A column that can be written and grows. */
export interface ColumnStore {
  readonly column: Column;
  /** Approximate bytes in memory. */
  readonly bytes: number;
  /** Makes room for `capacity` rows; new rows have no value. */
  grow(capacity: number): void;
  /** Returns whether the value changed. */
  write(row: number, value: ItemValue): boolean;
}

const missingBoolean = 2;
const pointerBytes = 8;
const stringBytes = 24;
/** Distinct texts that are looked up, so that equal ones are one string: enough for categories, and bounded for titles. */
const maxInterned = 1 << 14;

export function createColumnStore(type: FieldType, capacity: number): ColumnStore {
  switch (type) {
    case 'number':
    case 'date':
      return numberStore(type, capacity);
    case 'boolean':
      return booleanStore(capacity);
    case 'text':
      return textStore(capacity);
    case 'list':
      return listStore(capacity);
    case 'geo':
      return geoStore(capacity);
  }
}

function numberStore(type: 'number' | 'date', capacity: number): ColumnStore {
  const column = { type, values: missingNumbers(new Float64Array(0), capacity) };
  return {
    column,
    get bytes() {
      return column.values.byteLength;
    },
    grow(to) {
      column.values = missingNumbers(column.values, to);
    },
    write: (row, value) => writeNumber(column.values, row, typeof value === 'number' ? value : Number.NaN),
  };
}

function geoStore(capacity: number): ColumnStore {
  const none = new Float64Array(0);
  const column = { type: 'geo' as const, lat: missingNumbers(none, capacity), lon: missingNumbers(none, capacity) };
  return {
    column,
    get bytes() {
      return column.lat.byteLength * 2;
    },
    grow(to) {
      column.lat = missingNumbers(column.lat, to);
      column.lon = missingNumbers(column.lon, to);
    },
    write(row, value) {
      const point = typeof value === 'object' && value !== null && 'lat' in value ? value : undefined;
      const movedLat = writeNumber(column.lat, row, point?.lat ?? Number.NaN);
      const movedLon = writeNumber(column.lon, row, point?.lon ?? Number.NaN);
      return movedLat || movedLon;
    },
  };
}

function booleanStore(capacity: number): ColumnStore {
  const column = { type: 'boolean' as const, values: new Uint8Array(capacity).fill(missingBoolean) };
  return {
    column,
    get bytes() {
      return column.values.byteLength;
    },
    grow(to) {
      const larger = new Uint8Array(to).fill(missingBoolean);
      larger.set(column.values);
      column.values = larger;
    },
    write(row, value) {
      const code = typeof value === 'boolean' ? Number(value) : missingBoolean;
      const changed = column.values[row] !== code;
      column.values[row] = code;
      return changed;
    },
  };
}

function textStore(capacity: number): ColumnStore {
  const column = { type: 'text' as const, values: new Array<string | null>(capacity).fill(null) };
  const interned = new Map<string, string>();
  let characters = 0;
  return {
    column,
    get bytes() {
      return column.values.length * pointerBytes + characters;
    },
    grow: (to) => growList(column.values, to),
    write(row, value) {
      const text = typeof value === 'string' ? value : null;
      if (column.values[row] === text) return false;
      if (text === null) {
        column.values[row] = null;
        return true;
      }
      const known = interned.get(text);
      if (known === undefined) {
        characters += text.length + stringBytes;
        if (interned.size < maxInterned) interned.set(text, text);
      }
      column.values[row] = known ?? text;
      return true;
    },
  };
}

function listStore(capacity: number): ColumnStore {
  const column = { type: 'list' as const, values: new Array<readonly string[] | null>(capacity).fill(null) };
  let entries = 0;
  return {
    column,
    get bytes() {
      return column.values.length * pointerBytes + entries * (stringBytes + pointerBytes);
    },
    grow: (to) => growList(column.values, to),
    write(row, value) {
      const list = Array.isArray(value) ? (value as readonly string[]) : null;
      const before = column.values[row] ?? null;
      column.values[row] = list;
      if (before === list) return false;
      entries += (list?.length ?? 0) - (before?.length ?? 0);
      return !(before && list && before.length === list.length && before.every((entry, i) => entry === list[i]));
    },
  };
}

function missingNumbers(before: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(capacity).fill(Number.NaN);
  larger.set(before);
  return larger;
}

function writeNumber(values: Float64Array, row: number, value: number): boolean {
  const before = values[row];
  values[row] = value;
  return !Object.is(before, value);
}

function growList<T>(values: (T | null)[], to: number): void {
  for (let row = values.length; row < to; row++) values.push(null);
}
