import { describe, expect, it } from 'vitest';
import { type Storage, TooLargeError } from '../src/index.ts';
import { broken, chunks, collect } from './chunks.ts';

/** What every driver does. `names` lists what it keeps: whole keys as they are, and anything else that is left of an upload. */
export function describeStorage(driver: string, open: () => Promise<{ storage: Storage; names(): Promise<string[]> }>) {
  const text = async (storage: Storage, key: string) => (await collect(storage.read(key))).toString();

  describe(driver, () => {
    it('keeps what was written, byte by byte, until it is removed', async () => {
      const { storage, names } = await open();
      expect(await storage.write('a', chunks('one,', 'two,', 'three'), 100)).toEqual({ bytes: 13 });
      expect(await text(storage, 'a')).toBe('one,two,three');
      expect(await names()).toEqual(['a']);
      await storage.remove('a');
      await storage.remove('a');
      expect(await names()).toEqual([]);
      await expect(collect(storage.read('a'))).rejects.toThrow();
    });

    it('reads ranges, which end with the file', async () => {
      const { storage } = await open();
      await storage.write('a', chunks('0123456789'), 100);
      await storage.write('empty', chunks(), 100);
      const range = async (start: number, end: number) => Buffer.from(await storage.range('a', start, end)).toString();
      expect(await range(0, 3)).toBe('012');
      expect(await range(7, 10)).toBe('789');
      expect(await range(8, 99)).toBe('89');
      expect(await range(10, 99)).toBe('');
      expect(await range(5, 5)).toBe('');
      expect(Buffer.from(await storage.head('a', 4)).toString()).toBe('0123');
      expect((await storage.head('a', 1000)).length).toBe(10);
      expect((await storage.head('empty', 1000)).length).toBe(0);
      await expect(storage.range('missing', 0, 1)).rejects.toThrow();
    });

    it('keeps a file of many parts', async () => {
      const { storage, names } = await open();
      const bytes = new Uint8Array(20_000_003).map((_, i) => (i * 31) % 251);
      const pieces = Array.from({ length: 21 }, (_, i) => bytes.subarray(i * 1_000_000, (i + 1) * 1_000_000));
      expect(await storage.write('a', chunks(...pieces), 1e9)).toEqual({ bytes: bytes.length });
      expect((await collect(storage.read('a'))).equals(bytes)).toBe(true);
      expect(
        Buffer.from(await storage.range('a', 8_388_600, 8_388_620)).equals(bytes.subarray(8_388_600, 8_388_620)),
      ).toBe(true);
      expect(await names()).toEqual(['a']);
    });

    it('refuses more bytes than the limit and leaves nothing', async () => {
      const { storage, names } = await open();
      await expect(storage.write('a', chunks('123', '456'), 5)).rejects.toThrow(TooLargeError);
      await expect(storage.write('b', chunks(new Uint8Array(9 << 20), 'x'), 9 << 20)).rejects.toThrow(TooLargeError);
      expect(await names()).toEqual([]);
    });

    it('leaves nothing of a body that breaks off', async () => {
      const { storage, names } = await open();
      await expect(storage.write('a', broken('1'), 100)).rejects.toThrow('connection reset');
      await expect(storage.write('b', broken(new Uint8Array(9 << 20)), 1e9)).rejects.toThrow('connection reset');
      expect(await names()).toEqual([]);
    });

    it('continues an upload after its connection broke, and after a restart', async () => {
      const { storage, names } = await open();
      const bytes = new Uint8Array(19_000_000).map((_, i) => (i * 17) % 253);
      expect(await storage.pending('a')).toBe(0);
      expect(await storage.append('a', 0, chunks(bytes.subarray(0, 3)), 1e9)).toBe(3);
      await expect(storage.append('a', 3, broken(bytes.subarray(3, 18_810_000)), 1e9)).rejects.toThrow('reset');
      expect(await storage.pending('a')).toBe(18_810_000);
      await expect(collect(storage.read('a'))).rejects.toThrow();
      expect(await storage.append('a', 18_810_000, chunks(bytes.subarray(18_810_000)), 1e9)).toBe(bytes.length);
      await storage.finish('a');
      await storage.finish('a');
      expect((await collect(storage.read('a'))).equals(bytes)).toBe(true);
      expect(await storage.pending('a')).toBe(0);
      expect(await names()).toEqual(['a']);
      await expect(storage.finish('never begun')).rejects.toThrow();
    });

    it('finishes uploads of one small part, and of nothing', async () => {
      const { storage, names } = await open();
      await storage.append('small', 0, chunks('12'), 10);
      await storage.append('small', 2, chunks('34'), 10);
      await storage.finish('small');
      expect(await text(storage, 'small')).toBe('1234');
      await storage.append('empty', 0, chunks(), 10);
      await storage.finish('empty');
      expect(await text(storage, 'empty')).toBe('');
      expect(await names()).toEqual(['empty', 'small']);
    });

    it('keeps an upload up to its limit, and starts it again at 0', async () => {
      const { storage } = await open();
      await expect(storage.append('a', 0, chunks('123', '456'), 5)).rejects.toThrow(TooLargeError);
      expect(await storage.pending('a')).toBe(3);
      expect(await storage.append('a', 0, chunks('x'), 5)).toBe(1);
      await storage.finish('a');
      expect(await text(storage, 'a')).toBe('x');
    });

    it('removes unfinished uploads, one by its key and old ones by sweeping', async () => {
      const { storage, names } = await open();
      await storage.write('whole', chunks('x'), 10);
      await storage.append('a', 0, chunks('x'), 10);
      await storage.append('b', 0, chunks(new Uint8Array(9 << 20)), 1e9);
      await storage.remove('a');
      expect(await storage.pending('a')).toBe(0);
      await storage.sweep(60_000);
      expect(await storage.pending('b')).toBe(9 << 20);
      await storage.sweep(-60_000);
      expect(await storage.pending('b')).toBe(0);
      expect(await names()).toEqual(['whole']);
    });
  });
}
