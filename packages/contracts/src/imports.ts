import { z } from 'zod';
import { importKinds } from './fields.ts';
import { mappingSchema } from './import-mapping.ts';
import { columnPreviewSchema, detectedSchema, readingInput, recognisedSchema } from './import-reading.ts';
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
