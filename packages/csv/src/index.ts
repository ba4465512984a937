/** Reading owners' files: what a file is, what its columns mean, and its rows as items, users or interactions. */

export { CsvError } from './errors.ts';
export { escapeFormula } from './escape-formula.ts';
export { detect } from './inspect/detect.ts';
export { type PreviewOptions, preview } from './inspect/preview.ts';
export { allowsCustom, customTypes, fields, requiredFields } from './mapping/fields.ts';
export { settleDateOrders } from './mapping/resolve-date-orders.ts';
export { suggestColumns, suggestMapping } from './mapping/suggest-mapping.ts';
export { validateMapping } from './mapping/validate-mapping.ts';
export { headBytes, maxColumns, maxIdLength, type ReadLimits, readLimits } from './read/limits.ts';
export { readRecords } from './read/read-records.ts';
export { createRowMapper } from './rows/create-row-mapper.ts';
export type * from './shapes.ts';
export { type WriteOptions, writeCsv } from './write.ts';
