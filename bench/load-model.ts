import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, open, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { encodeArtifact } from '../packages/engine/src/artifact/format.ts';
import { openArtifact } from '../packages/engine/src/artifact/index.ts';
import { rotateFactors } from '../packages/engine/src/artifact/rotate-factors.ts';
import { seededFactors } from '../packages/engine/src/kernels/index.ts';
import type { NamedArray } from '../packages/engine/src/scoring/spec.ts';
import { type Log, median, row, timeRuns } from './measure.ts';

const items = 1_000_000;
const factors = 64;
const chunk = 1 << 20;

/**
 * Opening `ials` of a million items (generated) from a file, the pauses of the event loop meanwhile, and its memory; in a
 * separate process, since memory that was used before would be counted.
 */
export async function speedOfLoading(log: Log): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), 'curio-bench-'));
  try {
    const path = join(folder, 'model.bin');
    const sha256 = await writeGenerated(path);
    const child = spawnSync(process.execPath, [import.meta.filename, path, sha256], { encoding: 'utf8' });
    if (child.status !== 0) throw new Error(`The model was not loaded: ${child.stderr}`);
    const measured = JSON.parse(child.stdout) as Measured;
    const { seconds, processorSeconds, pause, ratio, ms } = measured;
    const size = `${items} × ${factors} (generated)`;
    log(
      row(
        `open ials of ${size}`,
        `${seconds.toFixed(2)} s`,
        `processor ${processorSeconds.toFixed(2)} s, longest pause ${pause.toFixed(0)} ms`,
      ),
    );
    log(row('  its memory', `${ratio.toFixed(2)} ×`, `the bytes of the artifact; retrieve ${ms.toFixed(2)} ms`));
    return {
      'serve.engine.1m.load_seconds': seconds,
      'serve.engine.1m.load_pause_ms': pause,
      'serve.engine.1m.load_memory_ratio': ratio,
      'serve.engine.1m.ials.p50_ms': ms,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Measured {
  seconds: number;
  processorSeconds: number;
  pause: number;
  ratio: number;
  ms: number;
}

async function measureLoading(path: string, sha256: string): Promise<Measured> {
  const { size } = await stat(path);
  const before = process.memoryUsage().rss;
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const cpu = process.cpuUsage();
  const started = performance.now();
  const model = await openArtifact({
    byteLength: size,
    sha256,
    // As chunks come from the database: each is copied to its place.
    async read(into) {
      const file = await open(path);
      const buffer = Buffer.allocUnsafe(chunk);
      for (let at = 0; at < size; ) {
        const { bytesRead } = await file.read(buffer, 0, chunk, at);
        into.set(buffer.subarray(0, bytesRead), at);
        at += bytesRead;
      }
      await file.close();
    },
  });
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.disable();
  const ratio = (process.memoryUsage().rss - before) / size;
  const histories = Array.from({ length: 50 }, (_, n) =>
    Array.from({ length: 30 }, (_, at) => ({ itemId: `item-${(n * 7919 + at * 104_729) % items}`, type: 'view' })),
  );
  const ms = median(timeRuns(60, 20, (run) => model.retrieve({ history: histories[run % 50]! }, 30, { items: [] })));
  return { seconds, processorSeconds: (user + system) / 1e6, pause: delay.max / 1e6, ratio, ms };
}

async function writeGenerated(path: string): Promise<string> {
  const order = Uint32Array.from({ length: items }, (_, item) => item);
  const data = seededFactors(items, factors, 1, 1);
  // Norms fall from popular to rare items, as those of a trained model do.
  for (let item = 0; item < items; item++) {
    const norm = (1 + item / 1000) ** -0.4;
    for (let k = 0; k < factors; k++) data[item * factors + k]! *= norm;
  }
  const integers = (numbers: Uint32Array): NamedArray => ({ dtype: 'int32', shape: [numbers.length], data: numbers });
  const strings = (texts: string[]): NamedArray => ({ dtype: 'string', shape: [texts.length], data: texts });
  const weighting = { regularization: 0.003, regularizationExponent: 1, unobservedWeight: 0.1, recency: 0 };
  const { spec, arrays } = rotateFactors({
    spec: { type: 'factors', factors, ...weighting },
    arrays: new Map([['itemFactors', { dtype: 'float32', shape: [items, factors], data }]]),
  });
  const bytes = encodeArtifact(
    {
      algorithm: 'ials',
      kind: 'collaborative',
      params: {},
      rules: { typeWeights: {}, halfLifeDays: 0, referenceTime: 0, ratings: null },
      scorer: spec,
    },
    new Map<string, NamedArray>([
      ['itemIds', strings(Array.from(order, (item) => `item-${item}`))],
      ['userCounts', integers(order.toReversed())],
      ...['popular', 'trending', 'latest'].map((name) => [`rankings/${name}`, integers(order)] as const),
      ['explanation/terms', strings([])],
      ['explanation/indptr', integers(new Uint32Array(items + 1))],
      ['explanation/indices', integers(new Uint32Array(0))],
      ...arrays,
    ]),
  );
  await writeFile(path, bytes);
  return createHash('sha256').update(bytes).digest('hex');
}

if (import.meta.main) {
  const [path, sha256] = process.argv.slice(2);
  if (path && sha256) console.log(JSON.stringify(await measureLoading(path, sha256)));
  else await speedOfLoading(console.log);
}
