/** Reads tables (CSV and other text, XLSX, JSON Lines, Parquet): their format, the meaning of their columns, and their rows as items, users or interactions. */

export { escapeFormula, unescapeFormula } from './escape-formula.ts';
export { type InspectedTable, inspectTable } from './formats/inspect-table.ts';
export { openRecords } from './formats/open-records.ts';
export { sampleRecords } from './formats/sample-records.ts';
export type { Source } from './formats/source.ts';
export { detect } from './inspect/detect.ts';
export { type Preview, type PreviewOptions, preview } from './inspect/preview.ts';
export { recogniseKind } from './inspect/recognise-kind.ts';
export { resolveDateOrders } from './inspect/resolve-date-orders.ts';
export { type KnownIds, suggestColumns } from './mapping/suggest-columns.ts';
export { suggestMapping } from './mapping/suggest-mapping.ts';
export { type MappingProblem, validateMapping } from './mapping/validate-mapping.ts';
export { readRecords } from './read/read-records.ts';
export { createRowMapper } from './rows/create-row-mapper.ts';
export type { RowOf } from './rows/row-of.ts';
export { CsvError } from './table/csv-error.ts';
export { headBytes, maxColumns, type ReadLimits, readLimits } from './table/limits.ts';
export { createReadReport, type ReadReport } from './table/read-report.ts';
export type * from './table/record.ts';
export { type WriteOptions, writeCsv } from './write.ts';
