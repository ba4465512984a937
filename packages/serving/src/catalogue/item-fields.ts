import { type FieldShape, fieldOf, fieldsOf } from '@curio/contracts';
import { type RawBuilder, sql } from '@curio/db';
import type { FieldType } from './column.ts';

/** A value as a column takes it: a date is in milliseconds since 1970; null is missing. */
export type ItemValue = number | boolean | string | readonly string[] | { lat: number; lon: number } | null;

/** How the values of an item field are read from `items`. */
export interface ItemField {
  type: FieldType;
  /** An expression over `items`, without parameters. */
  select: RawBuilder<unknown>;
  /** The SQL type of the expression. */
  sqlType: 'double' | 'text';
  decode(raw: number | string | null): ItemValue;
}

const typeOfShape: Record<FieldShape, FieldType> = {
  id: 'text',
  text: 'text',
  category: 'text',
  link: 'text',
  picture: 'text',
  list: 'list',
  number: 'number',
  price: 'number',
  date: 'date',
  boolean: 'boolean',
};

/** Types of the fields that every item has, by the names that the API uses. */
export const builtInFieldTypes: ReadonlyMap<string, FieldType> = new Map(
  fieldsOf('items').map(([name, { shape }]) => [name, typeOfShape[shape]]),
);

/** How to read the field, built-in before own; undefined where the project has no such field. */
export function itemField(name: string, ownTypes: ReadonlyMap<string, FieldType>): ItemField | undefined {
  const builtIn = fieldOf('items', name);
  if (builtIn) return builtInField(sql.ref(builtIn.column), typeOfShape[builtIn.shape]);
  const type = ownTypes.get(name);
  return type && ownField(name, type);
}

function builtInField(column: RawBuilder<unknown>, type: FieldType): ItemField {
  switch (type) {
    case 'list':
      return {
        type,
        sqlType: 'text',
        select: sql`case when cardinality(${column}) > 0 then to_json(${column})::text end`,
        decode: decodeJson('list'),
      };
    case 'date':
      return {
        type,
        sqlType: 'double',
        select: sql`round(date_part('epoch', ${column}) * 1000)`,
        decode: (raw) => raw,
      };
    case 'boolean':
      return {
        type,
        sqlType: 'double',
        select: sql`${column}::int::float8`,
        decode: (raw) => (raw === null ? null : raw === 1),
      };
    case 'number':
      return { type, sqlType: 'double', select: sql`${column}::float8`, decode: (raw) => raw };
    default:
      return { type, sqlType: 'text', select: column, decode: (raw) => raw };
  }
}

const ownField = (name: string, type: FieldType): ItemField => ({
  type,
  sqlType: 'text',
  select: sql`(custom -> ${sql.lit(name)})::text`,
  decode: decodeJson(type),
});

/** Lists that are shared by items are parsed once; more distinct ones than this are not remembered. */
const maxKnownLists = 1 << 14;

/** Parses a value of `custom`; null where it is not of the type. */
function decodeJson(type: FieldType): ItemField['decode'] {
  const lists = new Map<string, ItemValue>();
  return (raw) => {
    if (typeof raw !== 'string') return null;
    if (type !== 'list') return asType(type, JSON.parse(raw));
    const known = lists.get(raw);
    if (known !== undefined) return known;
    const list = asType(type, JSON.parse(raw));
    if (lists.size < maxKnownLists) lists.set(raw, list);
    return list;
  };
}

function asType(type: FieldType, value: unknown): ItemValue {
  switch (type) {
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'text':
      return typeof value === 'string' ? value : null;
    case 'date': {
      const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
      return Number.isNaN(time) ? null : time;
    }
    case 'list': {
      const isList = Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'string');
      return isList ? (value as string[]) : null;
    }
    case 'geo': {
      const { lat, lon } = (value ?? {}) as { lat?: unknown; lon?: unknown };
      return typeof lat === 'number' && typeof lon === 'number' ? { lat, lon } : null;
    }
  }
}
