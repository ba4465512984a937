import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Log, row } from './measure.ts';

const SIZE = { users: 138_000, items: 20_000, interactions: 10_000_000, d: 64 };

/**
 * Peak resident memory of an iALS training in its own process, over the interactions' bytes (u32, u32, f32) plus the
 * factors'.
 */
export async function memoryOfTraining(log: Log): Promise<Record<string, number>> {
  const { users, items, interactions, d } = SIZE;
  const script = fileURLToPath(new URL('memory-child.ts', import.meta.url));
  const args = [script, users, items, interactions, d].map(String);
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const { peak } = JSON.parse(stdout) as { peak: number };
  const ratio = peak / (interactions * 12 + (users + items) * d * 4);
  const against = `${(peak / 2 ** 20).toFixed(0)} MiB, the whole process with Node`;
  log(row('peak memory of iALS, 10M interactions (generated), d = 64', `${ratio.toFixed(2)} ×`, against));
  return { 'ials.10m.d64.peak_memory_ratio': ratio, 'ials.10m.d64.peak_memory_bytes': peak };
}
