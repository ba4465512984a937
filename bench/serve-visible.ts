import { setTimeout as sleep } from 'node:timers/promises';
import type { Recommendation } from '@curio/contracts';
import { type LoadResult, sendLoad } from './load.ts';
import { type Log, percentile, row } from './measure.ts';
import type { FilledProject } from './serve-project.ts';

const answersPerSecond = 5_000;
const eventsPerSecond = 1_000;
const probes = 100;
const pollMs = 10;
const giveUpMs = 10_000;

/**
 * How long after its 202 an event counts on another replica, while all replicas answer and take events: the first item of a
 * user's list is viewed through one replica, and the list of another is read until the item is no longer in it.
 */
export async function measureVisible(project: FilledProject, log: Log): Promise<Record<string, number>> {
  const { curio, id, world } = project;
  const headers = { 'x-api-key': curio.key, 'content-type': 'application/json' };
  const { urls } = curio;
  const [own, others] = [world.userIds.slice(0, probes), world.userIds.slice(probes)];
  for (const url of urls) await topOf(url, project, own[0]!);
  const seconds = 30;
  const shared = { headers, warmUpSeconds: 2, seconds, connections: 8 };
  const loads: Promise<LoadResult>[] = urls.flatMap((url) => [
    sendLoad({
      ...shared,
      url: `${url}/v1/projects/${id}/recommendations`,
      before: '{"userId":"',
      after: '","n":10}',
      values: others,
      rate: Math.round(answersPerSecond / urls.length),
    }),
    sendLoad({
      ...shared,
      url: `${url}/v1/projects/${id}/events`,
      before: '{"type":"view","userId":"',
      after: '"}',
      values: others.slice(0, 20_000).map((user, at) => `${user}","itemId":"item-${(at * 7919) % 10_000}`),
      rate: Math.round(eventsPerSecond / urls.length),
    }),
  ]);
  await sleep(4_000);
  const delays: number[] = [];
  const until = performance.now() + (seconds - 6) * 1000;
  for (let probe = 0; probe < probes && performance.now() < until; probe++) {
    const user = own[probe]!;
    const [writer, reader] = [urls[probe % urls.length]!, urls[(probe + 1) % urls.length]!];
    const item = await topOf(reader, project, user);
    const sent = await fetch(`${writer}/v1/projects/${id}/events`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ userId: user, itemId: item, type: 'view' }),
    });
    await sent.arrayBuffer();
    if (sent.status !== 202) continue;
    const acknowledged = performance.now();
    while ((await topOf(reader, project, user)) === item && performance.now() - acknowledged < giveUpMs)
      await sleep(pollMs);
    delays.push(performance.now() - acknowledged);
  }
  const results = await Promise.all(loads);
  const sum = (part: number) =>
    results.filter((_, at) => at % 2 === part).reduce((total, { perSecond }) => total + perSecond, 0);
  const errors = results.reduce((total, result) => total + result.errors, 0);
  const [p50, p99] = [percentile(delays, 0.5), percentile(delays, 0.99)];
  log(
    row(
      `an event counts on another replica (${delays.length} events)`,
      `p99 ${p99.toFixed(0)} ms`,
      `p50 ${p50.toFixed(0)} ms; beside ${sum(0).toFixed(0)} answers/s and ${sum(1).toFixed(0)} events/s, ${errors} errors`,
    ),
  );
  return {
    'serve.visible.p99_ms': p99,
    'serve.visible.p50_ms': p50,
    'serve.visible.answers_per_second': sum(0),
    'serve.visible.events_per_second': sum(1),
    'serve.visible.errors': errors,
  };
}

async function topOf(url: string, { curio, id }: FilledProject, userId: string): Promise<string | undefined> {
  const response = await fetch(`${url}/v1/projects/${id}/recommendations`, {
    method: 'POST',
    headers: { 'x-api-key': curio.key, 'content-type': 'application/json' },
    body: JSON.stringify({ userId, n: 1, fields: [] }),
  });
  if (!response.ok) throw new Error(`A recommendation was answered ${response.status}: ${await response.text()}`);
  const { items } = (await response.json()) as Recommendation;
  return items[0]?.itemId;
}
