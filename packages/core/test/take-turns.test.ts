import { describe, expect, it } from 'vitest';
import { createTurns } from '../src/platform/take-turns.ts';

describe('works that take turns', () => {
  it('run one at a time for a key, also after one that failed, and beside those of another key', async () => {
    const takeTurns = createTurns(10);
    const running = { a: 0, b: 0 };
    const order: string[] = [];
    const most = { a: 0, b: 0, both: 0 };
    const work = (key: 'a' | 'b', n: number) =>
      takeTurns(key, async () => {
        running[key]++;
        most[key] = Math.max(most[key], running[key]);
        most.both = Math.max(most.both, running.a + running.b);
        await new Promise((resolve) => setTimeout(resolve, 2));
        running[key]--;
        order.push(`${key}${n}`);
        if (n === 2) throw new Error('failed');
        return n;
      });
    const answers = await Promise.allSettled([1, 2, 3, 4].flatMap((n) => [work('a', n), work('b', n)]));
    expect(most).toEqual({ a: 1, b: 1, both: 2 });
    expect(order.filter((name) => name.startsWith('a'))).toEqual(['a1', 'a2', 'a3', 'a4']);
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(2);
  });

  it('are refused beyond the bound of their key alone', async () => {
    const takeTurns = createTurns(3);
    const work = (key: string) => takeTurns(key, () => new Promise((resolve) => setTimeout(resolve, 2)));
    const answers = await Promise.allSettled([...Array.from({ length: 5 }, () => work('a')), work('b')]);
    expect(answers.map(({ status }) => status === 'fulfilled')).toEqual([true, true, true, false, false, true]);
    await expect(work('a')).resolves.toBeUndefined();
  });
});
