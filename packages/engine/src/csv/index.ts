/** Reading owners' files: what a file is, what its columns mean, and its rows as items, users or interactions. */
export { createRowMapper } from './create-row-mapper.ts';
export { CsvError } from './csv-error.ts';
export { detect } from './detect.ts';
export { escapeFormula } from './escape-formula.ts';
export { allowsCustom, customTypes, fields, requiredFields } from './fields.ts';
export { headBytes, maxColumns, maxIdLength, type ReadLimits, readLimits } from './limits.ts';
export { type PreviewOptions, preview } from './preview.ts';
export { readRecords } from './read-records.ts';
export { settleDateOrders } from './settle-date-orders.ts';
export type * from './shapes.ts';
export { suggestColumns, suggestMapping } from './suggest-mapping.ts';
export { validateMapping } from './validate-mapping.ts';
export { type WriteOptions, writeCsv } from './write-csv.ts';
