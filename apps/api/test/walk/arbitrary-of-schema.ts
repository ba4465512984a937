import fc from 'fast-check';
import { resolveRef, type Schema } from '../schema.ts';

type Components = Record<string, Schema>;

/** Values that exist, by the name of the property or parameter that refers to them. */
export type Samples = Record<string, readonly unknown[]>;

/** Alternatives and lists get shorter from this depth on: schemas such as filters contain themselves. */
const maxDepth = 4;
/** Schemas that contain themselves other than by an alternative end here, with a value that may not fit. */
const deepest = 8;
const texts = [
  'price',
  'categories',
  'colour',
  'location',

  '1',
  '2',
  'item-1',
  'user-1',
  'view',
  'title',
  'Drama',
  'home',
  '2026-01-01T00:00:00Z',
  'ß',
  '日本',
  ' ',
  '%2F',
];

/** Values that fit a schema, as far as a schema says it. */
export function arbitraryOf(
  schema: Schema,
  components: Components,
  samples: Samples,
  depth = 0,
): fc.Arbitrary<unknown> {
  const of = (inner: Schema) => arbitraryOf(inner, components, samples, depth + 1);
  const { $ref, allOf, anyOf = schema.oneOf } = schema;
  if (depth > deepest) return fc.constant(null);
  if ($ref !== undefined) return arbitraryOf(resolveRef(schema, components), components, samples, depth);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (allOf) return fc.tuple(...allOf.map(of)).map((parts) => Object.assign({}, ...parts));
  if (anyOf) return fc.oneof(...shallowest(anyOf, components, depth).map(of));
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  if (types.length > 1) return fc.oneof(...types.map((type) => of({ ...schema, type })));
  switch (types[0]) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer(boundsOf(schema, true));
    case 'number':
      return fc.oneof(fc.integer(boundsOf(schema, true)), fc.double({ ...boundsOf(schema, false), noNaN: true }));
    case 'string':
      return text(schema);
    case 'array':
      return array(schema, of, depth);
    case 'object':
      return object(schema, of, samples);
    default:
      return fc.jsonValue({ maxDepth: 1 });
  }
}

/** Deep inside, the alternatives that contain no further alternatives. */
function shallowest(alternatives: Schema[], components: Components, depth: number): Schema[] {
  if (depth < maxDepth) return alternatives;
  const flat = alternatives.filter((alternative) => {
    const text = JSON.stringify(resolveRef(alternative, components));
    return !text.includes('"$ref"') && !text.includes('"array"');
  });
  return flat.length > 0 ? flat : alternatives.slice(0, 1);
}

function array(
  { items = {}, minItems = 0, maxItems = 4 }: Schema,
  of: (schema: Schema) => fc.Arbitrary<unknown>,
  depth: number,
): fc.Arbitrary<unknown> {
  const most = depth >= maxDepth ? 0 : Math.min(maxItems, 4);
  if (minItems === 0 && most === 0) return fc.constant([]);
  return fc.array(of(items), { minLength: minItems, maxLength: Math.max(minItems, most) });
}

function object(
  { properties = {}, required = [], additionalProperties }: Schema,
  of: (schema: Schema) => fc.Arbitrary<unknown>,
  samples: Samples,
): fc.Arbitrary<unknown> {
  const named = (name: string, schema: Schema) => namedValue(name, of(schema), samples);
  const optional = Object.keys(properties).filter((name) => !required.includes(name));
  const values = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, named(name, schema)]));
  // Few of them at a time: each further one is a further reason for a refusal.
  const known = fc
    .tuple(fc.record(values), fc.subarray(optional, { maxLength: Math.min(3, optional.length) }))
    .map(([all, chosen]) =>
      Object.fromEntries(Object.entries(all).filter(([name]) => required.includes(name) || chosen.includes(name))),
    );
  if (typeof additionalProperties !== 'object') return known;
  const more = fc.dictionary(fc.constantFrom(...texts), of(additionalProperties), { maxKeys: 3 });
  return fc.tuple(known, more).map(([first, second]) => ({ ...second, ...first }));
}

/** A value of a property or parameter: mostly one that exists, where the name says what it refers to. */
export function namedValue(name: string, value: fc.Arbitrary<unknown>, samples: Samples): fc.Arbitrary<unknown> {
  const existing = samples[name];
  if (!existing || existing.length === 0) return value;
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...existing) }, { weight: 1, arbitrary: value });
}

function boundsOf(schema: Schema, whole: boolean): { min: number; max: number } {
  const { minimum = -1000, maximum = 1000, exclusiveMinimum, exclusiveMaximum } = schema;
  const step = whole ? 1 : 1e-6;
  const min = Math.max(minimum, exclusiveMinimum === undefined ? -Infinity : exclusiveMinimum + step);
  const max = Math.min(Math.max(maximum, min), exclusiveMaximum === undefined ? Infinity : exclusiveMaximum - step);
  return whole ? { min: clamp(Math.ceil(min)), max: clamp(Math.floor(max)) } : { min, max };
}

/** fast-check's integers have 32 bits by default; a schema's may have 53. */
const clamp = (value: number) => Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, value));

function text({ format, pattern, minLength = 0, maxLength = 60 }: Schema) {
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  if (format === 'uri') return fc.constantFrom('https://example.com/a', 'http://127.0.0.1/x', 'https://[::1]/');
  if (format === 'email') return fc.constant('ada@example.com');
  if (pattern !== undefined) {
    try {
      return fc.oneof(fc.stringMatching(new RegExp(pattern, 'u')), fc.constantFrom(...texts));
    } catch {
      // A pattern with parts that fast-check cannot generate.
    }
  }
  const long = Math.min(maxLength, 60);
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...texts) },
    { weight: 1, arbitrary: fc.string({ minLength: Math.min(minLength, long), maxLength: long, unit: 'grapheme' }) },
  );
}
