import type { Detected } from '@curio/contracts';
import { type ReadOptions, readRecords } from '../read/read-records.ts';
import { readLimits } from '../table/limits.ts';
import { createReadReport } from '../table/read-report.ts';
import type { RawRecord } from '../table/record.ts';
import { decompressed, openTable } from './open-table.ts';
import type { Source } from './source.ts';

/**
 * Reads the data rows of a file in any format, without its header, in batches. Memory is bounded whatever the size of the file.
 * @param detected as `inspectTable` found it
 * @throws CsvError as `readRecords`, and for damaged workbooks, archives and Parquet files; errors of the source are passed
 *   on unchanged
 */
export async function* openRecords(
  source: Source,
  detected: Detected,
  options: ReadOptions = {},
): AsyncGenerator<RawRecord[]> {
  const limits = { ...readLimits, ...options.limits };
  if (detected.format === 'csv' && detected.compression === 'zip') {
    yield* readRecords(decompressed(source, detected, limits), { ...detected, compression: 'none' }, options);
  } else if (detected.format === 'csv') yield* readRecords(source.stream(), detected, options);
  else yield* (await openTable(source, detected, limits)).records(options.report ?? createReadReport());
}
