import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { apiEnv } from '../apps/api/src/env.ts';
import { workerEnv } from '../apps/worker/src/config/env.ts';
import { ROOT } from '../scripts/process/run-program.ts';

const { stdout } = spawnSync('git', ['ls-files', '*.ts', '*.tsx', '*.mjs', 'docker-compose.yml', '*Dockerfile'], {
  cwd: ROOT,
  encoding: 'utf8',
});
/** Code that readers paste into their own apps, with their own variables. */
const snippets = 'apps/studio/src/features/connect/snippets.ts';
const code = stdout
  .split('\n')
  .filter(
    (path) => path !== '' && path !== snippets && !/^(tests|((apps|packages|examples)\/[^/]+|db)\/test)\//.test(path),
  )
  .map((path) => readFileSync(join(ROOT, path), 'utf8'))
  .join('\n');

/** Variables of the system and of npm, which are not ours to document. */
const FOREIGN = ['PATH', 'TMPDIR', 'LD_LIBRARY_PATH', 'npm_lifecycle_event', 'NEXT_TELEMETRY_DISABLED'];
const read = [
  ...Object.keys(apiEnv.shape),
  ...Object.keys(workerEnv.shape),
  ...[...code.matchAll(/\bprocess\.env\.(\w+)/g)].map(([, name]) => name ?? ''),
  ...[...code.matchAll(/\bCURIO_[A-Z][A-Z0-9_]*[A-Z0-9]\b/g)].map(([name]) => name),
];
const settings = [...new Set(read)].filter((name) => !FOREIGN.includes(name)).sort();
const documented = (path: string) =>
  [...readFileSync(join(ROOT, path), 'utf8').matchAll(/`([A-Z][A-Z0-9_]{3,})`(?=[^\n|]*\|)/g)].map(([, name]) => name);

it('documents every environment variable that the code reads, and no other', () => {
  expect([...new Set(documented('docs/operations.md'))].sort()).toEqual(settings);
});

it('shows in README only variables that exist', () => {
  for (const name of documented('README.md')) expect(settings).toContain(name);
});
