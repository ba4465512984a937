/**
 * What a field can hold. The shape decides how a CSV cell is parsed, the SQL type, the type in JSON, and how rows merge.
 * Without zod, so that pages can import it.
 */
export const shapes = {
  /** The owner's identifier, kept exactly as given. */
  id: { sql: 'text collate "C"', empty: null },
  text: { sql: 'text', empty: null },
  /** A short text (at most 100 characters) that many rows share. */
  category: { sql: 'text', empty: null },
  list: { sql: 'text[]', empty: "'{}'::text[]" },
  number: { sql: 'real', empty: null },
  /** A number, at least 0. */
  price: { sql: 'double precision', empty: null },
  link: { sql: 'text', empty: null },
  picture: { sql: 'text', empty: null },
  date: { sql: 'timestamptz', empty: null },
  boolean: { sql: 'boolean', empty: 'false' },
} as const satisfies Record<string, { sql: string; empty: string | null }>;
export type FieldShape = keyof typeof shapes;

/** The value of each shape. `Time` is a Date in rows, ISO 8601 text in JSON, seconds in the engine. */
export interface ShapeValues<Time> {
  id: string;
  text: string;
  category: string;
  list: string[];
  number: number;
  price: number;
  link: string;
  picture: string;
  date: Time;
  boolean: boolean;
}

/** Shapes whose empty value is a value: they are never null. */
type NeverNull = { [S in FieldShape]: (typeof shapes)[S]['empty'] extends null ? never : S }[FieldShape];

/**
 * How a field becomes a feature of the content model: `words` are counted one by one, `category` and `owner` are one term
 * for each entry, `number` is binned, `magnitude` is binned by its logarithm; `time` orders items and is no content.
 */
export type FeatureKind = 'words' | 'category' | 'owner' | 'number' | 'magnitude' | 'time';

export interface Field {
  shape: FieldShape;
  /** The column of the field in its SQL table. */
  column: string;
  /** A row without it is rejected. */
  required?: true;
  feature?: FeatureKind;
  /** Name of the field in the studio. */
  label: string;
  /** What the field is for, where the label does not say it. */
  help?: string;
  /** Two cells as a file may have them. */
  examples: readonly [string, string];
  /**
   * Column names of CSV files that mean this field, in English, German, French, Spanish and Dutch: lower case, words
   * joined, without accents, separated by spaces.
   */
  synonyms: string;
}

type Fields = Readonly<Record<string, Field>>;
type RequiredNames<F extends Fields> = { [N in keyof F]: F[N] extends { required: true } ? N : never }[keyof F];
type FeatureNames<F extends Fields> = { [N in keyof F]: F[N] extends { feature: FeatureKind } ? N : never }[keyof F];
type Value<F extends Field, Time> = ShapeValues<Time>[F['shape']];
type StoredValue<F extends Field, Time> = F extends { required: true } | { shape: NeverNull }
  ? Value<F, Time>
  : Value<F, Time> | null;

/** A row as a file or a request gives it: what it does not say is left out. */
export type InputRow<F extends Fields, Time> = { [N in RequiredNames<F>]: Value<F[N], Time> } & {
  [N in Exclude<keyof F, RequiredNames<F>>]?: Value<F[N], Time>;
};
/** A row as it is stored: every field, null where it has no value. */
export type StoredRow<F extends Fields, Time> = { -readonly [N in keyof F]: StoredValue<F[N], Time> };
/** A stored row by its SQL columns. */
export type ColumnRow<F extends Fields, Time> = {
  -readonly [N in keyof F as F[N]['column']]: StoredValue<F[N], Time>;
};
/** A row as the engine reads it: the required fields and the features. */
export type FeatureRow<F extends Fields> = InputRow<Pick<F, RequiredNames<F> | FeatureNames<F>>, number>;
