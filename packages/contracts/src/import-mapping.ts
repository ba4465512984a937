import { z } from 'zod';
import { maxVectorWidth } from './custom-values.ts';
import { customTypes } from './fields.ts';
import { pgText } from './text.ts';

export const dateOrders = ['ymd', 'dmy', 'mdy'] as const;
/** The order in which the parts of a date are written. `ambiguous`: no date of the file has a day above 12. */
export type DateOrder = (typeof dateOrders)[number] | 'ambiguous';
export const decimalMarks = ['.', ','] as const;
export type DecimalMark = (typeof decimalMarks)[number];

/** Entries of a value map or of a condition. */
const maxMappedValues = 1000;
const maxRules = 50;

export const columnTarget = z.strictObject({
  field: z.string().describe('One of the fields of this kind, `custom`, or `ignore`'),
  separator: pgText.min(1).max(8).optional().describe('Between the entries of a list, such as |'),
  name: pgText.min(1).max(64).optional().describe('Name of a custom field'),
  type: z.enum(customTypes).optional().describe('Type of a custom field'),
  dateOrder: z
    .enum([...dateOrders, 'ambiguous'])
    .optional()
    .describe(
      'Whether 3/4/2026 is 3 April (dmy) or March 4 (mdy). Suggested as `ambiguous` where the file does not prove one',
    ),
  decimal: z.enum(decimalMarks).optional(),
  width: z
    .number()
    .int()
    .min(1)
    .max(maxVectorWidth)
    .optional()
    .describe('Numbers of a vector: those that the project has, else those of the first vector of the file'),
  values: z
    .record(pgText.max(200), z.union([pgText.max(200), z.number(), z.null()]))
    .refine((values) => Object.keys(values).length <= maxMappedValues, `At most ${maxMappedValues} values`)
    .optional()
    .describe(
      'What cells, or entries of lists, become, by their text in upper or lower case: {"pv":"view","buy":"purchase"}; null ' +
        'leaves them empty. Other cells stay as they are',
    ),
});

const rowRule = z.strictObject({
  column: z.string().describe('The rule applies to rows whose cell of this column fulfils every condition given'),
  startsWith: pgText.min(1).max(100).optional(),
  in: z.array(pgText.max(200)).min(1).max(maxMappedValues).optional().describe('In upper or lower case'),
  below: z.number().optional().describe('The cell is a number below this'),
  above: z.number().optional().describe('The cell is a number above this'),
  set: z
    .record(z.string(), pgText.max(200))
    .optional()
    .describe('Fields that get a value, such as {"type":"refund"}; ids cannot be set'),
  negate: z.boolean().optional().describe('Interactions: the value becomes negative'),
  reject: z.boolean().optional().describe('The row is rejected'),
});
export type RowRule = z.infer<typeof rowRule>;

/**
 * Column name → target. zod's records drop the key `__proto__`, so a column of that name is renamed for the validation
 * to a name that no column can have (names are trimmed), and renamed back.
 */
const protoAlias = '__proto__ ';
const columnTargets = z
  .preprocess((columns) => renamed(columns, '__proto__', protoAlias), z.record(z.string(), columnTarget))
  .transform((columns) => renamed(columns, protoAlias, '__proto__'));

function renamed<T>(columns: T, from: string, to: string): T {
  if (typeof columns !== 'object' || columns === null || Array.isArray(columns)) return columns;
  if (!Object.hasOwn(columns, from)) return columns;
  return Object.fromEntries(Object.entries(columns).map(([name, target]) => [name === from ? to : name, target])) as T;
}

export const mappingSchema = z
  .strictObject({
    columns: columnTargets,
    defaults: z
      .record(z.string(), pgText.max(200))
      .optional()
      .describe('Values for fields without a column and for empty cells, such as {"type":"purchase"}'),
    rules: z
      .array(rowRule)
      .max(maxRules)
      .optional()
      .describe(
        'Applied to each row in turn, after its cells are read: {"column":"InvoiceNo","startsWith":"C","set":{"type":"refund"}}',
      ),
  })
  .meta({
    id: 'Mapping',
    examples: [
      {
        columns: {
          id: { field: 'itemId' },
          title: { field: 'title' },
          genre: { field: 'categories', separator: '|' },
          binding: { field: 'custom', name: 'binding', type: 'category' },
        },
      },
    ],
  });
export type Mapping = z.infer<typeof mappingSchema>;
export type ColumnTarget = z.infer<typeof columnTarget>;

export const mappingQuery = z.object({
  draft: z
    .stringbool()
    .default(false)
    .describe(
      'true keeps a mapping that is not finished: edits can be saved as they are made. The phase stays uploaded',
    ),
});
