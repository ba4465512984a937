/** Compiles the engine's AssemblyScript kernels to WebAssembly, once with relaxed SIMD and once without. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finished, ROOT, runProgram } from '../process/run-program.ts';

const ENGINE = join(ROOT, 'packages/engine');
const SOURCES = join(ENGINE, 'src/kernels/wasm');
const OUTPUT = join(ENGINE, 'src/kernels/host/build');
const COMPILER = join(ENGINE, 'node_modules/assemblyscript');

/**
 * Memory is imported and shared, so that worker threads see one heap; nothing managed, so no runtime and no collector.
 */
const FLAGS = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--noExportMemory'];
const MEMORY = ['--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536', '--zeroFilledMemory'];
const BUILDS = { relaxed: 'simd,relaxed-simd,threads', plain: 'simd,threads' };

function sourceHash(): string {
  const hash = createHash('sha256').update(JSON.stringify([FLAGS, MEMORY, BUILDS]));
  hash.update(readFileSync(join(COMPILER, 'package.json')));
  for (const name of readdirSync(SOURCES).sort()) hash.update(name).update(readFileSync(join(SOURCES, name)));
  return hash.digest('hex');
}

function compile(build: keyof typeof BUILDS, temporary: string): Promise<Finished> {
  const features = ['--enable', BUILDS[build], ...(build === 'plain' ? ['--disable', 'relaxed-simd'] : [])];
  const entry = [join(COMPILER, 'bin/asc.js'), join(SOURCES, 'index.ts'), '-o', temporary];
  return runProgram(`kernels (${build} SIMD)`, process.execPath, [...entry, ...FLAGS, ...MEMORY, ...features]);
}

/**
 * Brings src/kernels/host/build up to date; returns false when the sources have not changed. Throws with the compiler's
 * output.
 */
export async function buildKernels(): Promise<boolean> {
  const names = Object.keys(BUILDS) as (keyof typeof BUILDS)[];
  const stamp = join(OUTPUT, 'sources.sha256');
  const hash = sourceHash();
  const built = names.every((name) => existsSync(join(OUTPUT, `${name}.wasm`)));
  if (built && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false;
  mkdirSync(OUTPUT, { recursive: true });
  await Promise.all(
    names.map(async (name) => {
      const temporary = join(OUTPUT, `${name}.${randomUUID()}.wasm`);
      const { ok, output } = await compile(name, temporary);
      if (!ok) throw new Error(`The kernels do not compile.\n${output}`);
      renameSync(temporary, join(OUTPUT, `${name}.wasm`));
    }),
  );
  writeFileSync(stamp, hash);
  return true;
}

if (import.meta.main) console.log((await buildKernels()) ? 'kernels built' : 'kernels are up to date');
