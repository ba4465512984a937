/** Started as a thread by `open-parquet.ts`: decodes a file that the starter has. Each batch of rows waits to be asked for. */
import { parentPort, workerData } from 'node:worker_threads';
import { CsvError } from '../../table/csv-error.ts';
import { openParquetFile } from './decode.ts';
import type { FromDecoder, ToDecoder } from './messages.ts';

if (!parentPort) throw new Error('This file is started as a thread.');
const port = parentPort;
const { bytes: byteLength } = workerData as { bytes: number };
const send = (message: FromDecoder) => port.postMessage(message);

let lastId = 0;
const awaited = new Map<number, (bytes: ArrayBuffer) => void>();
let more = () => {};
port.on('message', (message: ToDecoder) => {
  if (message.kind === 'more') return more();
  awaited.get(message.id)?.(message.bytes);
  awaited.delete(message.id);
});

async function slice(start: number, end = byteLength): Promise<ArrayBuffer> {
  const id = ++lastId;
  const from = Math.max(0, start);
  const arrived = new Promise<ArrayBuffer>((resolve) => awaited.set(id, resolve));
  send({ kind: 'range', id, start: from, end: Math.max(from, Math.min(end, byteLength)) });
  return arrived;
}

async function run(): Promise<void> {
  const asked = () => new Promise<void>((resolve) => (more = resolve));
  try {
    const table = await openParquetFile({ byteLength, slice });
    let next = asked();
    send({ kind: 'table', header: table.header, rows: table.rows });
    for await (const rows of table.read()) {
      await next;
      next = asked();
      send({ kind: 'rows', rows });
    }
    await next;
    send({ kind: 'end' });
  } catch (error) {
    const code = error instanceof CsvError ? error.code : undefined;
    send({ kind: 'error', code, message: error instanceof Error ? error.message : String(error) });
  }
}

void run();
