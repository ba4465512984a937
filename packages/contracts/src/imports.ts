import { z } from 'zod';
import { isStorable } from './own-id.ts';

const unstorable = 'Text can hold neither a NUL nor half a character';

export const importKinds = ['items', 'users', 'interactions'] as const;
export type ImportKind = (typeof importKinds)[number];
export const importPhases = ['uploaded', 'mapped', 'queued', 'applying', 'applied', 'rejected', 'failed'] as const;
export type ImportPhase = (typeof importPhases)[number];
export const importModes = ['append', 'upsert', 'replace'] as const;
export type ImportMode = (typeof importModes)[number];

/** The fields that a column can become. `custom` takes a name and a type; `ignore` leaves the column out. */
export const importFields = {
  items: [
    'itemId',
    'title',
    'description',
    'categories',
    'tags',
    'price',
    'imageUrl',
    'url',
    'ownerId',
    'createdAt',
    'hidden',
    'custom',
    'ignore',
  ],
  users: ['userId', 'custom', 'ignore'],
  interactions: ['userId', 'itemId', 'type', 'value', 'timestamp', 'ignore'],
} as const satisfies Record<ImportKind, readonly string[]>;
export const requiredFields = {
  items: ['itemId'],
  users: ['userId'],
  interactions: ['userId', 'itemId', 'type'],
} as const satisfies Record<ImportKind, readonly string[]>;

export const customTypes = ['category', 'text', 'number', 'date', 'boolean', 'list', 'geo'] as const;
export const dateOrders = ['ymd', 'dmy', 'mdy'] as const;

export const columnTarget = z.strictObject({
  field: z.string().describe('One of the fields of this kind, `custom`, or `ignore`'),
  separator: z
    .string()
    .min(1)
    .max(8)
    .refine(isStorable, unstorable)
    .optional()
    .describe('Between the entries of a list, such as |'),
  name: z.string().min(1).max(64).refine(isStorable, unstorable).optional().describe('Name of a custom field'),
  type: z.enum(customTypes).optional().describe('Type of a custom field'),
  dateOrder: z
    .enum([...dateOrders, 'ambiguous'])
    .optional()
    .describe(
      'Whether 3/4/2026 is 3 April (dmy) or March 4 (mdy). Suggested as `ambiguous` where the file does not tell',
    ),
  decimal: z.enum(['.', ',']).optional(),
});

/**
 * Column name → target. A column may be called `__proto__`, which zod's records drop: it goes through them under a name
 * that no column can have, for names are trimmed.
 */
const aside = '__proto__ ';
const columnTargets = z
  .preprocess((columns) => renamed(columns, '__proto__', aside), z.record(z.string(), columnTarget))
  .transform((columns) => renamed(columns, aside, '__proto__'));

function renamed<T>(columns: T, from: string, to: string): T {
  if (typeof columns !== 'object' || columns === null || Array.isArray(columns)) return columns;
  if (!Object.hasOwn(columns, from)) return columns;
  return Object.fromEntries(Object.entries(columns).map(([name, target]) => [name === from ? to : name, target])) as T;
}

export const mappingSchema = z
  .strictObject({
    columns: columnTargets,
    defaults: z
      .record(z.string(), z.string().max(200).refine(isStorable, unstorable))
      .optional()
      .describe('What no column gives, such as {"type":"purchase"}'),
  })
  .meta({ id: 'Mapping' });
export type Mapping = z.infer<typeof mappingSchema>;

export const detectedSchema = z.object({
  encoding: z.string(),
  delimiter: z.string(),
  headerRow: z.number().int().describe('1-based line of the header; what stands above it is skipped'),
  compression: z.enum(['none', 'gzip']).default('none'),
});
export type Detected = z.infer<typeof detectedSchema>;

export const columnPreviewSchema = z.object({
  name: z.string(),
  samples: z.array(z.string()),
  type: z.string(),
  emptyShare: z.number().min(0).max(1),
  distinct: z.number().int(),
  dateOrder: z.enum([...dateOrders, 'ambiguous']).optional(),
  decimal: z.enum(['.', ',']).optional(),
  suggested: z
    .object({ field: z.string(), confidence: z.number(), why: z.string(), separator: z.string().optional() })
    .optional(),
});
export type ColumnPreview = z.infer<typeof columnPreviewSchema>;

export const uploadQuery = z.object({
  kind: z.enum(importKinds),
  filename: z.string().trim().min(1).max(255).default('upload.csv'),
});
export const applyInput = z.strictObject({ mode: z.enum(importModes).default('upsert') }).meta({ id: 'ApplyImport' });

export const rowCounts = z.object({
  read: z.number().int(),
  kept: z.number().int(),
  rejected: z.number().int(),
  new: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int().describe('Already there with the same values, or repeated within the file'),
  removed: z.number().int(),
});

const rowsByReason = z.object({
  reason: z.string(),
  column: z.string().nullable(),
  rows: z.number().int(),
  firstLine: z.number().int(),
});
export type RowsByReason = z.infer<typeof rowsByReason>;

export const importSchema = z
  .object({
    id: z.string(),
    kind: z.enum(importKinds),
    mode: z.enum(importModes).nullable(),
    filename: z.string(),
    bytes: z.number().int(),
    phase: z.enum(importPhases),
    detected: detectedSchema,
    columns: z.array(columnPreviewSchema),
    preview: z.array(z.array(z.string())).describe('The first rows, as read'),
    mapping: mappingSchema,
    rows: rowCounts.nullable(),
    progress: z.object({
      percent: z.number(),
      rowsPerSecond: z.number(),
      secondsLeft: z.number().nullable(),
    }),
    rejections: z.array(rowsByReason).describe('Rejected rows by reason, most frequent first'),
    leftOut: z
      .array(rowsByReason)
      .describe('Cells that could not be read, by reason: their rows were kept without them'),
    problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Import' });
export type Import = z.infer<typeof importSchema>;
