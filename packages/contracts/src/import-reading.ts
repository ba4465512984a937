import { z } from 'zod';
import { importKinds } from './fields.ts';
import { dateOrders, decimalMarks } from './import-mapping.ts';

export const quotes = ['"', "'", ''] as const;
export const escapes = ['doubled', 'backslash'] as const;
export const fileFormats = ['csv', 'xlsx', 'jsonl', 'parquet'] as const;
export type FileFormat = (typeof fileFormats)[number];
export const compressions = ['none', 'gzip', 'zip'] as const;
export type Compression = (typeof compressions)[number];
/** Types of columns, detected from their cells. */
export const columnTypes = ['id', 'text', 'number', 'date', 'boolean', 'category', 'list', 'url', 'email'] as const;
export type ColumnType = (typeof columnTypes)[number];

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
