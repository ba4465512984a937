import { z } from 'zod';
import {
  type Field,
  type FieldShape,
  type InputRow,
  type ShapeValues,
  type StoredRow,
  shapes,
} from './field-shapes.ts';
import { categoryText, ownId, pgText, pictureAddress, webAddress } from './text.ts';

type Fields = Readonly<Record<string, Field>>;
type ShapeSchemas = { readonly [S in FieldShape]: z.ZodType<ShapeValues<string>[S]> };
type StoredSchemas<F extends Fields> = { [N in keyof F]: z.ZodType<StoredRow<F, string>[N]> };
type InputSchemas<F extends Fields> = {
  [N in keyof InputRow<F, string>]-?: undefined extends InputRow<F, string>[N]
    ? z.ZodOptional<z.ZodType<Exclude<InputRow<F, string>[N], undefined>>>
    : z.ZodType<InputRow<F, string>[N]>;
};
type EditSchemas<F extends Fields> = {
  [N in keyof F as F[N] extends { required: true } ? never : N]: z.ZodOptional<
    z.ZodNullable<z.ZodType<ShapeValues<string>[F[N]['shape']]>>
  >;
};

/**
 * Timestamps that Postgres reads: from year 1 on, at most 9 digits of a fraction of a second, less than 16 hours from UTC.
 */
export const timestamp = z.iso
  .datetime({ offset: true })
  .regex(/^(?!0000)/, 'The time must be after year 0')
  .regex(/(?:Z|[+-](?:0\d|1[0-5]):?\d\d)$/, 'The time zone must be within 15 hours of UTC')
  .regex(/^[^.]*(?:\.\d{1,9})?(?!\d)[^.]*$/, 'The time can have at most 9 digits of a fraction of a second')
  .refine(isIsoYear, 'The time must be in the years 1 to 9999 of UTC');

/** ISO 8601 ends with the year 9999, which a time zone west of UTC can pass. */
function isIsoYear(text: string): boolean {
  const year = new Date(text).getUTCFullYear();
  // NaN where the text is no time, which the other rules report.
  return !(year < 1 || year > 9999);
}

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
  picture: pictureAddress,
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

/** Schemas of the fields that are not required, as a caller writes them: optional, and null stands for no value. */
export function editSchemas<F extends Fields>(fields: F): EditSchemas<F> {
  const optional = Object.entries(fields).filter(([, field]) => !field.required);
  const schemas = optional.map(([name, field]) => [name, described(inputs[field.shape].nullable().optional(), field)]);
  return Object.fromEntries(schemas) as EditSchemas<F>;
}

/** Schemas of a row that the API answers: every field, null where it has no value. */
export function storedSchemas<F extends Fields>(fields: F): StoredSchemas<F> {
  const schemas = Object.entries(fields).map(([name, field]) => {
    const schema = stored[field.shape];
    return [name, described(field.required || shapes[field.shape].empty !== null ? schema : schema.nullable(), field)];
  });
  return Object.fromEntries(schemas) as StoredSchemas<F>;
}
