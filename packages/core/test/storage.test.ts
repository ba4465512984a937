import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createFileStorage } from '../src/storage.ts';

const folder = mkdtempSync(join(tmpdir(), 'curio-storage-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('clears away what a killed upload left behind long ago, and nothing else', async () => {
  const longAgo = new Date(Date.now() - 3_600_000);
  for (const name of ['whole', 'old.partial', 'new.partial']) writeFileSync(join(folder, name), 'x');
  for (const name of ['whole', 'old.partial']) utimesSync(join(folder, name), longAgo, longAgo);
  await createFileStorage(folder).sweep(60_000);
  expect(readdirSync(folder).sort()).toEqual(['new.partial', 'whole']);
  await createFileStorage(join(folder, 'never made')).sweep(60_000);
});
