import { Worker } from 'node:worker_threads';
import { CsvError } from '../../table/csv-error.ts';
import type { RawRecord } from '../../table/record.ts';
import { guardSource } from '../damaged.ts';
import type { Source } from '../source.ts';
import type { Table } from '../table.ts';
import type { FromDecoder, ToDecoder } from './messages.ts';

/** Of the decoder's heap. A damaged file can claim that a value repeats two thousand million times. */
const maxHeapMb = 512;
/** Decoding one row group takes seconds; storage has its own limits. */
const silenceMs = 120_000;

/**
 * Opens a Parquet file. It is decoded in a thread: its memory has a limit, and the caller's thread stays free. The columns'
 * names are those of the file, so no row is a header; `line` counts the rows from 1.
 * @throws CsvError `broken-parquet`, `too-large-group`, `too-many-columns`, `no-rows`
 */
export async function openParquet(source: Source): Promise<Table> {
  const messages = decode(source);
  const opened = await messages.next();
  if (opened.done || opened.value.kind !== 'table') throw damaged();
  const { header, rows } = opened.value;
  if (rows === 0) {
    await messages.return(undefined);
    throw new CsvError('no-rows', 'The Parquet file has columns but no rows.');
  }
  return {
    header,
    headerRow: 0,
    async *records() {
      let line = 0;
      for await (const message of messages) {
        if (message.kind !== 'rows') continue;
        yield message.rows.map((cells): RawRecord => ({ line: ++line, cells }));
      }
    },
  };
}

type Decoded = Extract<FromDecoder, { kind: 'table' | 'rows' }>;

/** The table, then its rows; each batch is decoded when the one before has been taken. */
async function* decode(stored: Source): AsyncGenerator<Decoded> {
  const { source, explain } = guardSource(stored);
  const thread = new Worker(new URL('./decode-thread.ts', import.meta.url), {
    workerData: { bytes: source.bytes },
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
  });
  const inbox: FromDecoder[] = [];
  let failure: unknown;
  let wake = () => {};
  const fail = (error: unknown) => {
    failure ??= error;
    wake();
  };
  thread.on('message', (message: FromDecoder) => {
    if (message.kind === 'range') {
      void source.range(message.start, message.end).then(
        (bytes) => {
          const copy = bytes.slice().buffer as ArrayBuffer;
          thread.postMessage({ kind: 'range', id: message.id, bytes: copy } satisfies ToDecoder, [copy]);
        },
        (error) => fail(error),
      );
      return;
    }
    inbox.push(message);
    wake();
  });
  thread.on('error', (error: Error & { code?: string }) => {
    fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge() : error);
  });
  thread.on('exit', () => fail(damaged()));
  try {
    for (;;) {
      const message = inbox.shift();
      if (message === undefined) {
        if (failure !== undefined) throw failure;
        await within(new Promise<void>((resolve) => (wake = resolve)));
        continue;
      }
      if (message.kind === 'end') return;
      if (message.kind === 'error') throw message.code ? new CsvError(message.code, message.message) : damaged();
      if (message.kind === 'range') continue;
      yield message;
      thread.postMessage({ kind: 'more' } satisfies ToDecoder);
    }
  } catch (error) {
    throw explain(error, 'broken-parquet', damaged().message);
  } finally {
    await thread.terminate();
  }
}

async function within(arrival: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLarge()), silenceMs);
  });
  await Promise.race([arrival, late]).finally(() => clearTimeout(timer));
}

const damaged = (): CsvError =>
  new CsvError(
    'broken-parquet',
    'The Parquet file is damaged or incomplete: write it again, or export the table as CSV.',
  );
const tooLarge = (): CsvError =>
  new CsvError(
    'too-large-group',
    'The row groups of the Parquet file are too large. Write it with at most 100,000 rows in each (pandas: row_group_size=100_000).',
  );
