import type { RawRecord, Source } from '../src/index.ts';
import { inspectTable, openRecords } from '../src/index.ts';
import { createReadReport, type ReadReport } from '../src/table/read-report.ts';
import { chunked } from './csv-table.ts';

/** A file in memory. */
export function sourceOf(file: Uint8Array): Source {
  return {
    bytes: file.length,
    stream: () => chunked(file),
    range: async (start, end) => file.slice(start, end),
  };
}

/** The columns' names and all rows of a file, as an import reads them. */
export async function readFile(
  file: Uint8Array | Source,
  fixed: Parameters<typeof inspectTable>[1] = {},
): Promise<
  { names: string[]; rows: string[][]; lines: number[]; report: ReadReport; records: RawRecord[] } & Pick<
    Awaited<ReturnType<typeof inspectTable>>,
    'detected' | 'columns'
  >
> {
  const source = file instanceof Uint8Array ? sourceOf(file) : file;
  const { detected, columns } = await inspectTable(source, fixed);
  const report = createReadReport();
  const records: RawRecord[] = [];
  for await (const batch of openRecords(source, detected, { report })) records.push(...batch);
  return {
    names: columns.map(({ name }) => name),
    rows: records.map(({ cells }) => cells),
    lines: records.map(({ line }) => line),
    records,
    report,
    detected,
    columns,
  };
}
