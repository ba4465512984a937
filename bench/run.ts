/** `npm run bench -- [quality|speed|serve|memory|product|import] [--data DIR] [--json FILE]`: prints the table, and writes the figures as one flat object. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import type { Log } from './measure.ts';

interface Bench {
  run(options: { dataDir: string; log: Log }): Promise<Record<string, number>>;
}

const benches = ['speed', 'quality', 'serve', 'memory', 'product', 'import'];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string' }, json: { type: 'string' } },
});
const unknown = positionals.filter((name) => !benches.includes(name));
if (unknown.length > 0) {
  console.error(`There is no bench "${unknown.join('", "')}"; there are ${benches.join(', ')}.`);
  process.exit(2);
}
const dataDir = values.data ?? process.env.CURIO_DATASETS ?? '../shared/datasets';
const gigabytes = Math.round(totalmem() / 2 ** 30);
console.log(`${availableParallelism()} cores (${cpus()[0]?.model.trim()}), ${gigabytes} GB, Node ${process.version}`);

const figures: Record<string, number> = {};
for (const name of positionals.length > 0 ? positionals : benches) {
  const file = new URL(`./${name}.ts`, import.meta.url);
  if (!existsSync(file)) {
    console.log(`${name}: skipped, there is no bench/${name}.ts`);
    continue;
  }
  console.log(`\n${name}`);
  const bench = (await import(file.href)) as Bench;
  Object.assign(figures, await bench.run({ dataDir, log: console.log }));
}
if (values.json) await writeFile(values.json, `${JSON.stringify(figures, null, 2)}\n`);
