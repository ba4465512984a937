/**
 * `npm test [-- vitest's arguments]`: types of everything, then all tests against a real PostgreSQL, the studio in a real
 * browser among them. Counts are left in node_modules/.cache/test-counts.json.
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

const cache = join(ROOT, 'node_modules/.cache');
const reportPath = join(cache, 'test-report.json');
const counts = { passed: 0, failed: 0, skipped: 0 };
const say = (ok: boolean, what: string) => {
  ok ? counts.passed++ : counts.failed++;
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${what}`);
};

/** Types first, then the studio's build: both take whole processors. */
async function checkAndBuild(): Promise<void> {
  const kernels = buildKernels().then(
    () => say(true, 'kernels'),
    (error: Error) => say(false, `kernels\n${error.message}`),
  );
  for (const { name, ok, output } of await checkTypes()) say(ok, ok ? name : `${name}\n${output}`);
  await kernels;
  await buildStudio().then(
    () => say(true, 'studio build'),
    (error: Error) => say(false, error.message),
  );
}

async function runTests(args: string[]): Promise<void> {
  rmSync(reportPath, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`];
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const { ok } = await runProgram('tests', process.execPath, [vitest, 'run', ...reporters, ...args], { inherit: true });
  let report: Report | undefined;
  try {
    report = JSON.parse(readFileSync(reportPath, 'utf8')) as Report;
  } catch {}
  counts.passed += report?.numPassedTests ?? 0;
  counts.skipped += report?.numPendingTests ?? 0;
  counts.failed += report?.numFailedTests ?? 0;
  // A file that could not even be loaded has no failed test of its own.
  const broken =
    report?.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0) ?? [];
  counts.failed += broken.length;
  if (!ok && counts.failed === 0) counts.failed++;
}

mkdirSync(cache, { recursive: true });
await checkAndBuild();
await runTests(process.argv.slice(2));
writeFileSync(join(cache, 'test-counts.json'), JSON.stringify(counts));
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;
