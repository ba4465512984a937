import { z } from 'zod';
import {
  type Field,
  type FieldShape,
  type InputRow,
  type ShapeValues,
  type StoredRow,
  shapes,
} from './field-shapes.ts';
import { categoryText, ownId, pgText, webAddress } from './text.ts';

type Fields = Readonly<Record<string, Field>>;
type ShapeSchemas = { readonly [S in FieldShape]: z.ZodType<ShapeValues<string>[S]> };
type StoredSchemas<F extends Fields> = { [N in keyof F]: z.ZodType<StoredRow<F, string>[N]> };
type InputSchemas<F extends Fields> = {
  [N in keyof InputRow<F, string>]-?: undefined extends InputRow<F, string>[N]
    ? z.ZodOptional<z.ZodType<Exclude<InputRow<F, string>[N], undefined>>>
    : z.ZodType<InputRow<F, string>[N]>;
};

/**
 * Timestamps that Postgres reads: from year 1 on, at most 9 digits of a fraction of a second, less than 16 hours from UTC.
 */
const timestamp = z.iso
  .datetime({ offset: true })
  .regex(/^(?!0000)/, 'The time must be after year 0')
  .regex(/(?:Z|[+-](?:0\d|1[0-5]):?\d\d)$/, 'The time zone must be within 15 hours of UTC')
  .regex(/^[^.]*(?:\.\d{1,9})?(?!\d)[^.]*$/, 'The time can have at most 9 digits of a fraction of a second');

const finite = z.number().refine((value) => Number.isFinite(Math.fround(value)), 'The value is too large');

/** What a caller sends, by shape. */
const inputs: ShapeSchemas = {
  id: ownId,
  text: pgText.max(100_000),
  category: categoryText,
  list: z.array(categoryText).max(1000),
  number: finite,
  price: z.number().min(0),
  link: webAddress,
  picture: webAddress,
  date: timestamp,
  boolean: z.boolean(),
};

/** What the API answers, by shape. */
const stored: ShapeSchemas = {
  id: z.string(),
  text: z.string(),
  category: z.string(),
  list: z.array(z.string()),
  number: z.number(),
  price: z.number(),
  link: z.string(),
  picture: z.string(),
  date: z.iso.datetime(),
  boolean: z.boolean(),
};

const described = (schema: z.ZodType, field: Field): z.ZodType => (field.help ? schema.describe(field.help) : schema);

/** Schemas of a row that a caller sends: required fields, the others optional. */
export function inputSchemas<F extends Fields>(fields: F): InputSchemas<F> {
  const schemas = Object.entries(fields).map(([name, field]) => {
    const schema = inputs[field.shape];
    return [name, described(field.required ? schema : schema.optional(), field)];
  });
  return Object.fromEntries(schemas) as InputSchemas<F>;
}

/** Schemas of a row that the API answers: every field, null where it has no value. */
export function storedSchemas<F extends Fields>(fields: F): StoredSchemas<F> {
  const schemas = Object.entries(fields).map(([name, field]) => {
    const schema = stored[field.shape];
    return [name, described(field.required || shapes[field.shape].empty !== null ? schema : schema.nullable(), field)];
  });
  return Object.fromEntries(schemas) as StoredSchemas<F>;
}
