/** Reading owners' files: what a file is, what its columns mean, and its rows as items, users or interactions. */

export { escapeFormula } from './escape-formula.ts';
export { detect } from './inspect/detect.ts';
export { type PreviewOptions, preview } from './inspect/preview.ts';
export { settleDateOrders } from './inspect/resolve-date-orders.ts';
export { allowsCustom, customTypes, fields, requiredFields } from './mapping/fields.ts';
export { suggestColumns, suggestMapping } from './mapping/suggest-mapping.ts';
export { validateMapping } from './mapping/validate-mapping.ts';
export { readRecords } from './read/read-records.ts';
export { createRowMapper } from './rows/create-row-mapper.ts';
export { CsvError } from './table/csv-error.ts';
export { headBytes, maxColumns, maxIdLength, type ReadLimits, readLimits } from './table/limits.ts';
export type * from './table/record.ts';
export { type WriteOptions, writeCsv } from './write.ts';
