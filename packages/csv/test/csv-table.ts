import { Buffer } from 'node:buffer';
import type { Detected } from '@curio/contracts';
import iconv from 'iconv-lite';
import {
  detect,
  headBytes,
  type RawRecord,
  type ReadLimits,
  type ReadReport,
  readRecords,
  type Source,
} from '../src/index.ts';

/** A plain file: UTF-8, commas, double quotes, the header in its first line. */
export const commas: Detected = {
  format: 'csv',
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  escape: 'doubled',
  headerRow: 1,
  headerRows: 1,
  compression: 'none',
};

export const bytesOf = (text: string, encoding = 'utf-8', addBOM = false): Uint8Array =>
  iconv.encode(text, encoding, { addBOM });

export async function* chunked(bytes: Uint8Array, size = 1 << 16): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

export const sourceOf = (bytes: Uint8Array): Source => ({
  bytes: bytes.length,
  stream: () => chunked(bytes),
  range: async (start, end) => bytes.subarray(start, end),
});

export const detectAll = (bytes: Uint8Array): Detected =>
  detect(bytes.subarray(0, headBytes), bytes.length <= headBytes);

export interface Reading {
  size?: number;
  limits?: Partial<ReadLimits>;
  detected?: Detected;
  report?: ReadReport;
}

/** All records of a file, header left out. */
export async function readAll(source: Uint8Array | string, reading: Reading = {}): Promise<RawRecord[]> {
  const bytes = typeof source === 'string' ? Buffer.from(source) : source;
  const detected = reading.detected ?? detectAll(bytes);
  const records: RawRecord[] = [];
  const { limits, report } = reading;
  const options = { ...(limits && { limits }), ...(report && { report }) };
  for await (const batch of readRecords(chunked(bytes, reading.size), detected, options)) records.push(...batch);
  return records;
}

export const cellsOf = (records: readonly RawRecord[]): string[][] => records.map((record) => record.cells);
