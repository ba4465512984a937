import type { ParquetParsers, SchemaElement } from 'hyparquet';

export type CellWriter = (value: unknown) => string;

/** Texts of a value by the column's type. An absent value is an empty cell. */
export function cellWriterOf({ type, converted_type, scale = 0 }: SchemaElement): CellWriter {
  const number: CellWriter =
    converted_type === 'DECIMAL'
      ? (value) => Number(value).toFixed(Math.max(0, Math.min(scale, 20)))
      : type === 'FLOAT'
        ? (value) => singleText(Number(value))
        : String;
  return (value) => {
    if (value === null || value === undefined) return '';
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return number(value);
    if (typeof value === 'object') return jsonText(value);
    return String(value);
  };
}

/** The shortest digits that a 32-bit number is read from: 0.1, not 0.10000000149011612. */
function singleText(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(value);
}

const jsonText = (value: object): string =>
  JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'bigint') return Number.isSafeInteger(Number(part)) ? Number(part) : part.toString();
    return part instanceof Uint8Array ? Buffer.from(part).toString('base64') : part;
  });

const isoOf = (ms: number): string => {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
};

/** Dates become text as they are decoded. */
export const parsers: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (ms) => isoOf(Number(ms)),
  timestampFromMicroseconds: (micros) => isoOf(Number(micros / 1000n)),
  timestampFromNanoseconds: (nanos) => isoOf(Number(nanos / 1_000_000n)),
  dateFromDays: (days) => isoOf(days * 86_400_000).slice(0, -14),
};
