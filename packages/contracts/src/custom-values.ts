import { z } from 'zod';
import { timestamp } from './field-schemas.ts';
import type { CustomType, CustomValue } from './fields.ts';
import { categoryText, pgText } from './text.ts';

export const maxCustomFields = 200;
const maxNameLength = 64;
/** Numbers of a vector. */
export const maxVectorWidth = 4096;

const day = z.iso.date();
const isTime = (text: string) => day.safeParse(text).success || timestamp.safeParse(text).success;

/** An own value by the type of its field. Dates become ISO 8601 in UTC. */
export const customValueSchemas: { readonly [T in CustomType]: z.ZodType<CustomValue> } = {
  category: pgText.max(100_000),
  text: pgText.max(100_000),
  number: z.number(),
  date: z
    .string()
    .refine(isTime, 'Give a day as 2026-01-15 or a time as 2026-01-15T10:00:00Z')
    .transform((text) => new Date(text).toISOString()),
  boolean: z.boolean(),
  list: z.array(categoryText).max(1000),
  vector: z.array(z.number()).min(1).max(maxVectorWidth),
  geo: z.strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) }),
};

/** The type of a field whose first value is this one; undefined for a value that no field can have. */
export function inferCustomType(value: unknown): CustomType | undefined {
  if (typeof value === 'string') return 'category';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  if (Array.isArray(value))
    return value.length > 0 && value.every((part) => typeof part === 'number') ? 'vector' : 'list';
  return typeof value === 'object' && value !== null && 'lat' in value && 'lon' in value ? 'geo' : undefined;
}

const proto = '__proto__';

/**
 * Own fields of a row, by name. Values are checked by the type of their field, which only the project knows. zod's records
 * drop the key `__proto__`, so it is refused.
 */
export const customInput = z
  .preprocess(
    (values, context) => {
      if (typeof values === 'object' && values !== null && Object.hasOwn(values, proto))
        context.addIssue({ code: 'custom', path: [proto], message: 'An own field cannot have this name' });
      return values;
    },
    z
      .record(pgText.min(1).max(maxNameLength), z.unknown())
      .refine(
        (values) => Object.keys(values).length <= maxCustomFields,
        `A row can have at most ${maxCustomFields} own fields`,
      ),
  )
  .describe(
    'Own fields by name. The first value of a field decides its type: a text, a number, a boolean, a list of texts, a vector as a list of numbers, or a ' +
      'place as {"lat": 52.5, "lon": 13.4}',
  );
