import { sendLoad } from './load.ts';
import { type Log, median, row } from './measure.ts';
import type { FilledProject } from './serve-project.ts';

const bulk = 10_000;
const bulkRuns = 5;
const connections = 32;

/** Events: ten thousand in one request, and one in each. */
export async function measureEvents(project: FilledProject, log: Log): Promise<Record<string, number>> {
  const { curio, id, world } = project;
  const url = `${curio.url}/v1/projects/${id}/events`;
  const headers = { 'x-api-key': curio.key, 'content-type': 'application/json' };
  const event = (at: number) => ({
    userId: world.userIds[(at * 7919) % world.userIds.length],
    itemId: world.dataset.itemIds[(at * 104_729) % world.dataset.itemIds.length],
    type: 'view',
  });

  const seconds: number[] = [];
  for (let run = 0; run <= bulkRuns; run++) {
    const body = JSON.stringify({ events: Array.from({ length: bulk }, (_, at) => event(run * bulk + at)) });
    const started = performance.now();
    const response = await fetch(url, { method: 'POST', headers, body });
    const text = await response.text();
    // The first one is a warm-up.
    if (run > 0) seconds.push((performance.now() - started) / 1000);
    if (response.status !== 202) throw new Error(`The events were answered ${response.status}: ${text.slice(0, 300)}`);
  }
  log(row('  10,000 events in one request', `${median(seconds).toFixed(2)} s`));

  const single = await sendLoad({
    url,
    headers,
    before: '',
    after: '',
    values: Array.from({ length: 50_000 }, (_, at) => JSON.stringify(event(at))),
    connections,
    warmUpSeconds: 2,
    seconds: 10,
  });
  if (single.errors > 0) throw new Error(`${single.errors} events failed: ${single.firstError ?? 'no answer'}`);
  log(row('  one event a request', `${single.perSecond.toFixed(0)} events/s`, `p99 ${single.p99.toFixed(1)} ms`));
  return {
    'events.bulk_10k.seconds': median(seconds),
    'events.single_per_second': single.perSecond,
    'events.single.p99_ms': single.p99,
  };
}
