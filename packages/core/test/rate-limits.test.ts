import { createDb } from '@curio/db';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createRateLimiter, type RateLimiter } from '../src/platform/limits/rate-limiter.ts';
import { createSharedCounter } from '../src/platform/limits/shared-counter.ts';
import { startCore, type TestCore } from './start-core.ts';

let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

const log = pino({ level: 'silent' });
/** Each has its own memory, as in a separate process; the database is shared. */
const processes = (count: number): RateLimiter[] =>
  Array.from({ length: count }, () => createRateLimiter(createSharedCounter(core.services.db), log));
const minute = (limit: number) => ({ limit, windowSeconds: 60 });

describe('a rate limit', () => {
  it('of 50 passes 50 of 200 concurrent requests to three processes', async () => {
    const three = processes(3);
    const taken = await Promise.all(
      Array.from({ length: 200 }, (_, i) => three[i % 3]!.allowanceOf('small', minute(50)).take(Date.now())),
    );
    expect(taken.filter(Boolean)).toHaveLength(50);
  });

  it('of 5,000 refuses none of the first 5,000, and at most 1 % too few, whichever of three processes they come to', async () => {
    const three = processes(3);
    let passed = 0;
    let passedBeforeRefusal: number | undefined;
    for (let i = 0; i < 6_000; i++) {
      // The second process gets most of them, the third a few.
      const process = three[i % 100 === 0 ? 2 : i % 5 === 0 ? 0 : 1]!;
      if (await process.allowanceOf('large', minute(5_000)).take(Date.now())) passed++;
      else passedBeforeRefusal ??= passed;
    }
    expect(passedBeforeRefusal).toBeGreaterThanOrEqual(5_000);
    expect(passed).toBeLessThanOrEqual(5_050);
  });

  it('needs no statement for a request while its process has tokens', async () => {
    const counter = createSharedCounter(core.services.db);
    const consume = vi.spyOn(counter, 'consume');
    const limiter = createRateLimiter(counter, log);
    for (let i = 0; i < 10_000; i++) await limiter.allowanceOf('cheap', minute(1_200_000)).take(Date.now());
    expect(consume.mock.calls.length).toBeLessThan(10);
  });

  it('begins again after its window, for a request that is refused until then', async () => {
    const [limiter] = processes(1);
    const allowance = limiter!.allowanceOf('short', { limit: 2, windowSeconds: 1 });
    expect([await allowance.take(Date.now()), await allowance.take(Date.now())]).toEqual([true, true]);
    expect(await allowance.take(Date.now())).toBe(false);
    expect(allowance.header(Date.now())).toBe('"default";r=0;t=1');
    await vi.waitFor(async () => expect(await allowance.take(Date.now())).toBe(true), { timeout: 5_000 });
  });

  it('shows what is left', async () => {
    const [one, two] = processes(2);
    const mine = one!.allowanceOf('shown', minute(10));
    await mine.take(Date.now());
    await two!.allowanceOf('shown', minute(10)).take(Date.now());
    await mine.take(Date.now());
    expect(mine.policyHeader).toBe('"default";q=10;w=60');
    expect(mine.header(Date.now())).toMatch(/^"default";r=7;t=(60|59)$/);
  });

  it('holds in each process alone while the database does not answer', async () => {
    const away = createDb('postgres://nobody@127.0.0.1:1/none', {
      applicationName: 'test',
      onConnectionError: () => undefined,
    });
    const limiter = createRateLimiter(createSharedCounter(away), log);
    const taken = await Promise.all(
      Array.from({ length: 30 }, () => limiter.allowanceOf('away', minute(20)).take(Date.now())),
    );
    expect(taken.filter(Boolean)).toHaveLength(20);
    await away.destroy();
  });

  it('is counted again in all processes together once the database answers, which requests did not wait for', async () => {
    const [one, two] = processes(2);
    const take = (limiter: RateLimiter | undefined, id: string) => limiter!.allowanceOf(id, minute(3)).take(Date.now());
    await core.owner.query('begin');
    await core.owner.query('lock table rate_limits in access exclusive mode');
    for (let i = 0; i < 4; i++) expect(await take(one, 'stalled')).toBe(i < 3);
    await core.owner.query('commit');
    // Another id: in the meantime the window of the first one was counted here alone.
    await vi.waitFor(
      async () => {
        const id = `answering ${Math.random()}`;
        const taken = [await take(one, id), await take(two, id), await take(one, id), await take(two, id)];
        expect(taken).toEqual([true, true, true, false]);
      },
      { timeout: 10_000, interval: 200 },
    );
  });
});
