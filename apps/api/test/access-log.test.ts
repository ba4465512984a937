import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { createAccessLog } from '../src/http/access-log.ts';

it('of many requests has some lines, every error of the server, and how many were left out', async () => {
  const lines: { requestId: string; status: number; leftOut?: number }[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const record = createAccessLog(log, 5);
  const answer = (requestId: string, status: number) =>
    record({ requestId, method: 'GET', path: '/v1/me', route: '/v1/me', status, milliseconds: 1 });

  for (let i = 0; i < 100; i++) answer(`ok ${i}`, 200);
  for (let i = 0; i < 10; i++) answer(`fault ${i}`, 500);
  const ok = lines.filter(({ status }) => status === 200);
  // Two seconds may have had a part of the loop.
  expect([5, 10]).toContain(ok.length);
  expect(lines.filter(({ status }) => status === 500)).toHaveLength(10);
  const counted = lines.reduce((sum, { leftOut = 0 }) => sum + leftOut, 0);
  expect(counted + ok.length).toBe(100);

  await sleep(1_100);
  answer('later', 200);
  expect(lines.at(-1)).toMatchObject({ requestId: 'later' });
});
