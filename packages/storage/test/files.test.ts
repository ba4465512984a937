import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createFileStorage, TooLargeError } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'curio-storage-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function* chunks(...texts: string[]): AsyncIterable<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

it('keeps what was written, byte by byte, until it is removed', async () => {
  const storage = createFileStorage(join(folder, 'kept'));
  expect(await storage.write('a', chunks('one,', 'two,', 'three'), 100)).toEqual({ bytes: 13 });
  const read = [];
  for await (const chunk of storage.read('a')) read.push(chunk);
  expect(decode(Buffer.concat(read))).toBe('one,two,three');
  expect(decode(await storage.head('a', 3))).toBe('one');
  expect(decode(await storage.head('a', 100))).toBe('one,two,three');
  await storage.remove('a');
  await storage.remove('a');
  expect(existsSync(join(folder, 'kept', 'a'))).toBe(false);
});

it('refuses more bytes than the limit and leaves nothing', async () => {
  const storage = createFileStorage(join(folder, 'limited'));
  await expect(storage.write('a', chunks('123', '456'), 5)).rejects.toThrow(TooLargeError);
  expect(readdirSync(join(folder, 'limited'))).toEqual([]);
});

it('leaves nothing of a body that breaks off', async () => {
  const storage = createFileStorage(join(folder, 'broken'));
  async function* broken(): AsyncIterable<Uint8Array> {
    yield new Uint8Array(10);
    throw new Error('connection reset');
  }
  await expect(storage.write('a', broken(), 100)).rejects.toThrow('connection reset');
  expect(readdirSync(join(folder, 'broken'))).toEqual([]);
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
