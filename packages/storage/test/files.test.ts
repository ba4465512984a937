import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createFileStorage } from '../src/index.ts';
import { describeStorage } from './storage-suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'curio-storage-'));
afterAll(() => rmSync(folder, { recursive: true }));

describeStorage('files', async () => {
  const own = join(mkdtempSync(join(folder, 'suite-')), 'uploads');
  const names = async () => readdirSync(own).sort();
  return { storage: createFileStorage(own), names };
});

it('sweeps away old unfinished uploads, and nothing else', async () => {
  const longAgo = new Date(Date.now() - 3_600_000);
  for (const name of ['whole', 'old.partial', 'new.partial']) writeFileSync(join(folder, name), 'x');
  for (const name of ['whole', 'old.partial']) utimesSync(join(folder, name), longAgo, longAgo);
  await createFileStorage(folder).sweep(60_000);
  const left = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  expect(left.map(({ name }) => name).sort()).toEqual(['new.partial', 'whole']);
  await createFileStorage(join(folder, 'never made')).sweep(60_000);
});
