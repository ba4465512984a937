import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { answerWithin } from '../src/platform/answer-within.ts';

it('gives up on an answer that does not come, and takes one that came while the process was busy', async () => {
  await expect(answerWithin(new Promise(() => undefined), 20)).rejects.toThrow('no answer within 20 ms');
  const answer = answerWithin(sleep(150, 'here'), 100);
  for (const busyUntil = performance.now() + 200; performance.now() < busyUntil; );
  expect(await answer).toBe('here');
});
