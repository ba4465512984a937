/**
 * Peak memory and seconds of whole trainings by `train` on generated rows, each in a process that is started with the options
 * of the worker, and of the iALS kernel.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { trainingFlags } from '../apps/worker/src/training/start-training.ts';
import { buildKernels } from '../scripts/build/kernels.ts';
import { type Log, row } from './measure.ts';
import type { MemoryReport, MemoryRequest } from './memory-child.ts';

const large = { users: 138_000, items: 20_000, interactions: 10_000_000 };
const small = { users: 13_800, items: 5000, interactions: 1_000_000 };
const d = 64;
const memoryMb = 8192;

/** Bytes of the interactions (u32, u32, f32) and of the factors of both sides, for every algorithm, so that ratios are comparable. */
const bytesOf = ({ users, items, interactions }: typeof large) => interactions * 12 + (users + items) * d * 4;
const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

/** Prints one row per training and returns the figures as one flat object. */
export async function run({ log }: { dataDir: string; log: Log }): Promise<Record<string, number>> {
  await buildKernels();
  const figures: Record<string, number> = {};
  const trainings: [string, MemoryRequest['algorithm'], typeof large, number, number][] = [
    ['10m', 'ials', large, 600, memoryMb],
    ['10m', 'item-knn', large, 600, memoryMb],
    ['10m', 'ease', large, 600, memoryMb],
    ['1m', 'ials', small, 600, memoryMb],
    ['1m', 'auto', small, 60, 1024],
    ['10m', 'auto', large, 240, 2048],
  ];
  for (const [size, algorithm, counts, budgetSeconds, limitMb] of trainings) {
    const report = await trainApart({ algorithm, ...counts, budgetSeconds, memoryLimitBytes: limitMb * 2 ** 20 }, log);
    if (report === undefined) continue;
    const ratio = report.peak / bytesOf(report);
    const key = `train.${size}.${algorithm}`;
    figures[`${key}.peak_memory_ratio`] = ratio;
    figures[`${key}.peak_memory_bytes`] = report.peak;
    figures[`${key}.seconds`] = report.readSeconds + report.buildSeconds + report.trainSeconds;
    const seconds = `rows ${report.readSeconds.toFixed(1)} s, matrix ${report.buildSeconds.toFixed(1)} s, train ${report.trainSeconds.toFixed(1)} s`;
    const within = algorithm === 'auto' ? `, limit ${limitMb} MiB, chose ${report.algorithm}` : '';
    const name = `training by ${algorithm}, ${report.interactions} interactions (generated)`;
    log(row(name, `${ratio.toFixed(2)} ×`, `${mebibytes(report.peak)}${within}; ${seconds}`));
  }
  const asked = figures['train.10m.ials.peak_memory_ratio'];
  if (asked !== undefined) figures['train.peak_memory_ratio'] = asked;
  return { ...figures, ...(await kernelAlone(log)) };
}

async function trainApart(request: MemoryRequest, log: Log): Promise<MemoryReport | undefined> {
  try {
    return JSON.parse(await child('memory-child.ts', [JSON.stringify(request)])) as MemoryReport;
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    log(row(`training by ${request.algorithm}`, 'failed', (stderr ?? String(error)).trim().split('\n').at(-1)));
    return undefined;
  }
}

/** The iALS kernel on a matrix, without rows, ids, split and evaluation. */
async function kernelAlone(log: Log): Promise<Record<string, number>> {
  const { users, items, interactions } = large;
  const { peak } = JSON.parse(await child('memory-kernel.ts', [users, items, interactions, d].map(String))) as {
    peak: number;
  };
  const ratio = peak / bytesOf(large);
  log(row('iALS kernel alone, 10M interactions (generated), d = 64', `${ratio.toFixed(2)} ×`, mebibytes(peak)));
  return { 'ials.10m.d64.peak_memory_ratio': ratio, 'ials.10m.d64.peak_memory_bytes': peak };
}

async function child(script: string, args: string[]): Promise<string> {
  const { execArgv, env } = trainingFlags(memoryMb);
  const path = fileURLToPath(new URL(script, import.meta.url));
  const options = { env: { ...process.env, ...env } };
  return (await promisify(execFile)(process.execPath, [...execArgv, path, ...args], options)).stdout;
}

if (import.meta.main) await run({ dataDir: '', log: console.log });
