import { z } from 'zod';
import { maxVectorWidth } from './custom-values.ts';
import { customTypes, importKinds } from './fields.ts';
import { pageQuery } from './page.ts';
import { failureSchema } from './problem.ts';
import { pgText } from './text.ts';

export const importPhases = [
  'uploaded',
  'mapped',
  'queued',
  'applying',
  'applied',
  'rejected',
  'failed',
  'undone',
] as const;
export type ImportPhase = (typeof importPhases)[number];
export const importModes = ['append', 'upsert', 'replace'] as const;
export type ImportMode = (typeof importModes)[number];
/** What happens to interactions whose item is not in the catalogue: the item is created, the row is rejected, or kept as it is. */
export const unknownItemChoices = ['create', 'drop', 'keep'] as const;
export type UnknownItems = (typeof unknownItemChoices)[number];

/** What a worker does with an import. One queue, so that the slots of a workspace hold for all of it. */
export const importTasks = ['apply', 'dry-run', 'undo'] as const;
export type ImportTask = (typeof importTasks)[number];

export const dateOrders = ['ymd', 'dmy', 'mdy'] as const;
/** The order in which the parts of a date are written. `ambiguous`: no date of the file has a day above 12. */
export type DateOrder = (typeof dateOrders)[number] | 'ambiguous';
export const decimalMarks = ['.', ','] as const;
export type DecimalMark = (typeof decimalMarks)[number];
export const quotes = ['"', "'", ''] as const;
export const escapes = ['doubled', 'backslash'] as const;
export const fileFormats = ['csv', 'xlsx', 'jsonl', 'parquet'] as const;
export type FileFormat = (typeof fileFormats)[number];
export const compressions = ['none', 'gzip', 'zip'] as const;
export type Compression = (typeof compressions)[number];
/** Types of columns, detected from their cells. */
export const columnTypes = ['id', 'text', 'number', 'date', 'boolean', 'category', 'list', 'url', 'email'] as const;
export type ColumnType = (typeof columnTypes)[number];

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

const encoding = z.string().min(1).max(40).describe('Such as utf-8, windows-1252, shift_jis');
const delimiter = z
  .string()
  .min(1)
  .max(4)
  .describe('Between the cells of a row: one character, or up to four such as ::');
const quote = z.enum(quotes).describe('Around cells; empty where quotes are part of the text');
const escapeStyle = z
  .enum(escapes)
  .describe('How a quote inside a quoted cell is written: `doubled` ("") or with a `backslash` (\\\\")');
const headerRow = z
  .number()
  .int()
  .min(0)
  .describe('1-based line of the header; the lines above it are skipped; 0 for a file without a header');

const sheet = z.string().min(1).max(1024);

/** How the bytes of a file become rows. Fields with a default are absent from imports of earlier versions. */
export const detectedSchema = z.object({
  format: z.enum(fileFormats).default('csv').describe('Recognised from the bytes; `csv` is any delimited text'),
  encoding,
  delimiter,
  quote: quote.default('"'),
  escape: escapeStyle.default('doubled'),
  headerRow,
  headerRows: z
    .union([z.literal(1), z.literal(2)])
    .default(1)
    .describe('Rows of the header; the names of two are joined: `Price` above `net` is `Price net`'),
  compression: z.enum(compressions).default('none'),
  sheet: sheet.optional().describe('The sheet of a workbook, or the file in a ZIP archive, that is read'),
  sheets: z.array(z.string()).optional().describe('Those that can be read instead'),
});
export type Detected = z.infer<typeof detectedSchema>;

/** What the user corrects; the rest is detected again. */
export const readingInput = z
  .strictObject({
    encoding,
    delimiter,
    quote,
    escape: escapeStyle,
    headerRow: headerRow.max(1000),
    sheet: sheet.describe('A sheet of the workbook, or a file in the ZIP archive'),
    kind: z.enum(importKinds).describe('What the rows of the file are'),
  })
  .partial()
  .meta({ id: 'Reading', examples: [{ delimiter: ';', encoding: 'utf-8' }] });
export type Reading = z.infer<typeof readingInput>;

export const recognisedSchema = z.object({
  kind: z.enum(importKinds).describe('What the rows of the file most likely are, from its columns'),
  confidence: z.number().min(0).max(1),
  why: z.string(),
  differs: z.boolean().describe('Whether this is clearly another kind than that of the import'),
});
export type Recognised = z.infer<typeof recognisedSchema>;

export const suggestionSchema = z.object({
  field: z.string(),
  confidence: z.number().min(0).max(1),
  why: z.string(),
  separator: z.string().optional(),
});
export type Suggestion = z.infer<typeof suggestionSchema>;

export const columnPreviewSchema = z.object({
  name: z.string().describe('As in the header; duplicates get ` (2)`, blanks `Column 3`. Unique within the file'),
  samples: z.array(z.string()).describe('At most three distinct cells that are not empty'),
  type: z.enum(columnTypes),
  emptyShare: z.number().min(0).max(1).describe('Share of the previewed rows whose cell is empty'),
  distinct: z.number().int().describe('Distinct non-empty cells among the previewed rows'),
  filled: z.number().int().describe('Non-empty cells among the previewed rows'),
  meanLength: z.number().describe('Mean length of the non-empty cells, in characters'),
  dateOrder: z.enum([...dateOrders, 'ambiguous']).optional(),
  decimal: z.enum(decimalMarks).optional(),
  separator: z.string().optional().describe('Between the entries of a list'),
  suggested: suggestionSchema.optional(),
  known: z
    .object({ itemId: z.number().min(0).max(1), userId: z.number().min(0).max(1) })
    .partial()
    .optional()
    .describe("Shares of the first rows' cells that are ids of the project's items, and of its users"),
});
export type ColumnPreview = z.infer<typeof columnPreviewSchema>;

export const mappingQuery = z.object({
  draft: z
    .stringbool()
    .default(false)
    .describe(
      'true keeps a mapping that is not finished: edits can be saved as they are made. The phase stays uploaded',
    ),
});

export const uploadQuery = z.object({
  kind: z.enum(importKinds).optional().describe('What the rows of the file are; recognised from its columns if absent'),
  filename: pgText.trim().min(1).max(255).default('upload.csv'),
});
export type UploadQuery = z.infer<typeof uploadQuery>;

/** A file that arrives in several requests (tus 1.0). */
export const uploadSchema = z
  .object({
    id: z.string().describe('Of the upload, and of the import that it becomes at its end'),
    filename: z.string(),
    kind: z.enum(importKinds).nullable(),
    bytes: z.number().int(),
    received: z.number().int().describe('Bytes that have arrived; the next request continues there'),
    isFinished: z.boolean().describe('Whether the import exists'),
    expiresAt: z.iso.datetime().describe('When the upload is deleted unless it is finished'),
  })
  .meta({ id: 'Upload' });

const applySettings = z.strictObject({
  mode: z.enum(importModes).default('upsert'),
  deduplicate: z
    .boolean()
    .default(false)
    .describe(
      'Interactions only. true: rows with the same user, item, type and time count once, the last one of the file. ' +
        'false: each counts. Either way the same file applied again adds nothing',
    ),
  unknownItems: z
    .enum(unknownItemChoices)
    .default('keep')
    .describe(
      'Interactions with items that are not in the catalogue. create: the items are added, with their ids alone. ' +
        'drop: the rows are rejected. keep: the rows are kept; their items are recommended once the catalogue has them',
    ),
});
export const applyInput = applySettings.meta({ id: 'ApplyImport', examples: [{ mode: 'upsert' }] });
export const dryRunInput = applySettings.meta({ id: 'DryRunImport', examples: [{ mode: 'replace' }] });
export type ApplySettings = z.infer<typeof applySettings>;

export const rowCounts = z.object({
  read: z.number().int(),
  kept: z.number().int(),
  rejected: z.number().int(),
  skipped: z
    .number()
    .int()
    .default(0)
    .describe('Blank lines and rows of empty cells. read = kept + rejected + skipped'),
  new: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int().describe('Already there with the same values, or repeated within the file'),
  removed: z.number().int(),
});

export type RowCounts = z.infer<typeof rowCounts>;

export const importSteps = ['reading', 'writing', 'undoing'] as const;
export type ImportStep = (typeof importSteps)[number];
export const importProgressSchema = z.object({
  step: z
    .enum(importSteps)
    .nullable()
    .default(null)
    .describe('reading: rows are read and checked; writing: they become visible, all together'),
  percent: z.number(),
  rowsPerSecond: z.number(),
  secondsLeft: z.number().nullable(),
});
export type ImportProgress = z.infer<typeof importProgressSchema>;

const rowsByReason = z.object({
  reason: z.string(),
  code: z.string().default('').describe('Of the reason: a filter of the list of problems'),
  column: z.string().nullable(),
  rows: z.number().int(),
  firstLine: z.number().int(),
});
export type RowsByReason = z.infer<typeof rowsByReason>;

const fileProblem = failureSchema.extend({
  reading: readingInput.optional().describe('What to send to `PUT …/reading` to correct the problem'),
});

export const dryRunStatuses = ['queued', 'running', 'done', 'failed'] as const;
export type DryRunStatus = (typeof dryRunStatuses)[number];
const changedValue = z.object({
  id: z.string().describe('Of the item or user; for interactions user, item, type and time'),
  field: z.string(),
  before: z.unknown(),
  after: z.unknown(),
});
export type ChangedValue = z.infer<typeof changedValue>;
const parsedExample = z.object({
  column: z.string(),
  field: z.string(),
  cell: z.string().describe('As it is in the file'),
  value: z.union([z.string(), z.number()]).describe('As it is read: dates in ISO 8601, UTC'),
});
export type ParsedExample = z.infer<typeof parsedExample>;
const overlapSchema = z.object({
  items: z.number().int().describe('Distinct item ids of the rows'),
  known: z.number().int().describe('Those that are in the catalogue'),
  share: z.number().min(0).max(1).describe('known / items'),
  examples: z.array(z.string()).describe('Some ids that are not in the catalogue'),
});
export type Overlap = z.infer<typeof overlapSchema>;

export const dryRunSchema = z
  .object({
    status: z.enum(dryRunStatuses),
    ...applySettings.shape,
    rows: rowCounts.nullable().describe('What an apply with these settings would count now'),
    rejections: z.array(rowsByReason).describe('Rows that would be rejected, by reason, most frequent first'),
    leftOut: z.array(rowsByReason).describe('Cells that would be left out, by reason'),
    overlap: overlapSchema.nullable().describe('Interactions only'),
    changes: z.array(changedValue).describe('Some of the values that would change'),
    parsed: z.array(parsedExample).describe('Cells that can be read in more than one way, and how they are read'),
    problem: fileProblem.nullable(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'DryRun' });
export type DryRun = z.infer<typeof dryRunSchema>;

export const problemsQuery = pageQuery.extend({
  column: z.string().optional().describe('Only problems of this column'),
  code: z.string().optional().describe('Only problems with this code'),
});
export type ProblemsQuery = z.infer<typeof problemsQuery>;
export const importProblemSchema = z
  .object({
    line: z.number().int().describe('1-based line of the file'),
    column: z.string().nullable(),
    code: z.string(),
    reason: z.string(),
    kept: z.boolean().describe('true: the row is kept without the cell; false: it is rejected'),
    cells: z.array(z.string()).describe('The row as it was read'),
  })
  .meta({ id: 'ImportProblem' });
export type ImportProblem = z.infer<typeof importProblemSchema>;

export const importSchema = z
  .object({
    id: z.string(),
    kind: z.enum(importKinds),
    mode: z.enum(importModes).nullable(),
    filename: z.string(),
    bytes: z.number().int(),
    phase: z.enum(importPhases),
    task: z.enum(importTasks).nullable().describe('What is queued or running for the import'),
    detected: detectedSchema,
    recognised: recognisedSchema.nullable().describe('null for imports of earlier versions'),
    columns: z.array(columnPreviewSchema),
    preview: z.array(z.array(z.string())).describe('The first rows, as read'),
    mapping: mappingSchema,
    rows: rowCounts.nullable(),
    progress: importProgressSchema,
    rejections: z.array(rowsByReason).describe('Rejected rows by reason, most frequent first'),
    leftOut: z
      .array(rowsByReason)
      .describe('Cells that could not be read, by reason; their rows were kept without them'),
    dryRun: dryRunSchema.nullable().describe('The last dry run with the present mapping'),
    problem: fileProblem.nullable(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Import' });
export type Import = z.infer<typeof importSchema>;

/** An import in a list: without its columns, first rows, mapping and rejections. */
export const importSummarySchema = importSchema
  .omit({
    detected: true,
    recognised: true,
    columns: true,
    preview: true,
    mapping: true,
    rejections: true,
    leftOut: true,
    dryRun: true,
  })
  .meta({ id: 'ImportSummary' });
export type ImportSummary = z.infer<typeof importSummarySchema>;
