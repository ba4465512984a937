/**
 * `npm test`: types of everything, then all tests against a real PostgreSQL, the studio in a real browser among them. Counts
 * are left in node_modules/.cache/test-counts.json. `npm test -- FILE…` runs only the files whose path contains FILE, without
 * types and without building the studio unless one of them needs it.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildKernels } from '../build/kernels.ts';
import { buildStudio } from '../build/studio.ts';
import { ROOT, runProgram } from '../process/run-program.ts';
import { checkTypes } from './check-types.ts';

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: { status: string; name: string; assertionResults: unknown[] }[];
}

const NEEDS_STUDIO = /^(\.\/)?tests(\/?$|\/(studio|start|scale))/;
const cache = join(ROOT, 'node_modules/.cache');
const reportPath = join(cache, 'test-report.json');
const counts = { passed: 0, failed: 0, skipped: 0 };
const report = (ok: boolean, what: string) => {
  ok ? counts.passed++ : counts.failed++;
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${what}`);
};

/** Types first, then the studio's build: both use every processor. */
async function checkAndBuild(): Promise<void> {
  const kernels = buildKernels().then(
    () => report(true, 'kernels'),
    (error: Error) => report(false, `kernels\n${error.message}`),
  );
  for (const { name, ok, output } of await checkTypes()) report(ok, ok ? name : `${name}\n${output}`);
  await kernels;
  await buildStudio().then(
    () => report(true, 'studio build'),
    (error: Error) => report(false, error.message),
  );
}

/** What some of the tests need: the kernels always, the studio only for its own tests and those of the whole product. */
async function buildFor(files: string[]): Promise<void> {
  await buildKernels();
  if (files.some((file) => NEEDS_STUDIO.test(file))) await buildStudio();
}

async function runTests(args: string[]): Promise<void> {
  rmSync(reportPath, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`];
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const { ok } = await runProgram('tests', process.execPath, [vitest, 'run', ...reporters, ...args], { inherit: true });
  let results: Report | undefined;
  try {
    results = JSON.parse(readFileSync(reportPath, 'utf8')) as Report;
  } catch {}
  counts.passed += results?.numPassedTests ?? 0;
  counts.skipped += results?.numPendingTests ?? 0;
  counts.failed += results?.numFailedTests ?? 0;
  // A file that could not be loaded counts as one failure, since no test of it was run.
  const broken =
    results?.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0) ?? [];
  counts.failed += broken.length;
  if (!ok && counts.failed === 0) counts.failed++;
}

const args = process.argv.slice(2);
mkdirSync(cache, { recursive: true });
if (args.some((arg) => !arg.startsWith('-'))) await buildFor(args);
else await checkAndBuild();
await runTests(args);
writeFileSync(join(cache, 'test-counts.json'), JSON.stringify(counts));
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;
