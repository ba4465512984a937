import { z } from 'zod';
import { isPgText, pgText } from './text.ts';

/** Levels of `and`, `or` and `not`, the comparison below them included. */
const maxDepth = 16;
/** Comparisons in one filter. */
const maxComparisons = 200;
/** Values of one `in` or `nin`. */
const maxValues = 1000;

const scalarError = { error: 'Give a text, a number, true or false' };
const scalar = z.union([
  z.string(scalarError).max(2000).refine(isPgText, 'Text must not contain NUL characters or lone surrogates'),
  z.number(scalarError),
  z.boolean(scalarError),
]);
export type FilterScalar = z.infer<typeof scalar>;

const bound = z.union([pgText.max(100), z.number({ error: 'Give a number, or a time in ISO 8601' })]);
const values = z.array(scalar).max(maxValues);
const km = z.number().min(0).describe('Kilometres along the surface of the earth');

/** In degrees. */
const latitude = z.number().min(-90).max(90);
const longitude = z.number().min(-180).max(180);
export const geoPoint = z.strictObject({ lat: latitude, lon: longitude });

const operators = {
  eq: scalar.optional().describe('Is this value. On a list, this and ne, in, nin compare any of its values'),
  ne: scalar.optional().describe('Is not this value, or has no value'),
  in: values.optional().describe('Is one of these values'),
  nin: values.optional().describe('Is none of these values, or has no value'),
  gt: bound.optional(),
  gte: bound.optional(),
  lt: bound.optional(),
  lte: bound.optional(),
  contains: pgText.max(2000).optional().describe('A list has this value; a text has this part, in upper or lower case'),
  exists: z.boolean().optional().describe('Has a value (true), or has none (false)'),
  within: z
    .union([z.strictObject({ lat: latitude, lon: longitude, km }), z.strictObject({ km, of: z.literal('user') })])
    .optional()
    .describe("At most this far from a point, or from the user's own location"),
};
export type FilterOperators = z.infer<z.ZodObject<typeof operators>>;
export type FilterOperator = keyof FilterOperators;
export const filterOperators = Object.keys(operators) as FilterOperator[];

/**
 * An expression over item fields: exactly one of `and`, `or`, `not`, or the comparison of one `field`, which holds where
 * every operator given holds.
 */
export interface Filter extends FilterOperators {
  and?: Filter[] | undefined;
  or?: Filter[] | undefined;
  not?: Filter | undefined;
  field?: string | undefined;
}

const knownNames = `A filter has and, or, not, or a field with ${filterOperators.join(', ')}`;

/**
 * One object and not a union of four, so that the errors of an expression point to the part that is wrong: of a union,
 * each alternative has errors.
 */
export const filterSchema: z.ZodType<Filter, Filter> = z
  .strictObject(
    {
      get and() {
        return z.array(filterSchema).max(maxComparisons).optional().describe('All of these hold; true where empty');
      },
      get or() {
        return z.array(filterSchema).max(maxComparisons).optional().describe('Any of these holds; false where empty');
      },
      get not() {
        return filterSchema.optional();
      },
      field: pgText.min(1).max(64).optional().describe('An item field, or an own field by its name'),
      ...operators,
    },
    {
      error: (issue) =>
        issue.code === 'unrecognized_keys'
          ? `Unknown operator ${issue.keys.join(', ').slice(0, 100)}. ${knownNames}`
          : undefined,
    },
  )
  .superRefine(checkShape)
  .meta({
    id: 'Filter',
    description:
      'Exactly one of and, or, not, or a field with at least one operator; all operators of one field must hold. ' +
      'Numbers and dates take eq, ne, in, nin, gt, gte, lt, lte; texts eq, ne, in, nin, contains; lists the same, over ' +
      'their values; booleans eq, ne, in, nin; locations within; all of them exists.',
    examples: [
      {
        and: [
          { field: 'categories', in: ['Drama'] },
          { field: 'price', lte: 20 },
        ],
      },
    ],
  });

function checkShape(filter: Filter, ctx: z.RefinementCtx<Filter>): void {
  // An unknown operator is one error, not two.
  if (ctx.issues.length > 0) return;
  const [message, ...path] = shapeError(filter) ?? [];
  if (message !== undefined) ctx.addIssue({ code: 'custom', message, path });
}

/**
 * What the object's own keys do not say: which of them exclude each other, and the size of the whole expression. A message,
 * and the name that it is about.
 */
function shapeError(filter: Filter): [message: string, ...path: string[]] | undefined {
  const [kind, second] = (['and', 'or', 'not', 'field'] as const).filter((name) => filter[name] !== undefined);
  if (kind === undefined) return [knownNames];
  if (second !== undefined) return [`Give either ${kind} or ${second}`, second];
  const operator = filterOperators.find((name) => filter[name] !== undefined);
  if (kind === 'field' && !operator) return [`Give at least one operator: ${filterOperators.join(', ')}`];
  if (kind !== 'field' && operator) return [`${operator} belongs to a field, not to ${kind}`, operator];
  const { depth, comparisons } = sizeOf(filter);
  if (depth > maxDepth) return [`A filter can have ${maxDepth} levels`];
  if (comparisons > maxComparisons) return [`A filter can have ${maxComparisons} comparisons`];
  return undefined;
}

/** An empty `and` or `or` counts as a comparison. */
function sizeOf({ and, or, not }: Filter): { depth: number; comparisons: number } {
  const parts = (and ?? or ?? (not ? [not] : [])).map(sizeOf);
  return {
    depth: 1 + Math.max(0, ...parts.map((part) => part.depth)),
    comparisons: parts.reduce((sum, part) => sum + part.comparisons, 0) || 1,
  };
}
