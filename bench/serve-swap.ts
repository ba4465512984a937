import { setTimeout as sleep } from 'node:timers/promises';
import { sendLoad } from './load.ts';
import { type Log, median, row } from './measure.ts';
import type { FilledProject } from './serve-project.ts';

/** Another version goes live, and back, while requests are answered. */
export async function measureSwap(
  { curio, id, world, versions }: FilledProject,
  log: Log,
): Promise<Record<string, number>> {
  // In memory nothing but what the requests load.
  await curio.restart();
  await curio.promote(id, versions.ials);
  const load = sendLoad({
    url: `${curio.url}/v1/projects/${id}/recommendations`,
    headers: { 'x-api-key': curio.key, 'content-type': 'application/json' },
    before: '{"userId":"',
    after: '","n":10}',
    values: world.userIds.slice(0, 2_000),
    connections: 8,
    warmUpSeconds: 4,
    seconds: 12,
    rate: 500,
  });
  await sleep(8_000);
  await curio.promote(id, versions.blend);
  await sleep(3_000);
  await curio.promote(id, versions.ials);
  const { answers, errors, course } = await load;
  const usual = median(course);
  // Each part is half a second.
  const slow = course.filter((p99) => p99 > 3 * usual).length / 2;
  log(
    row(
      '  two promotions under load',
      `${errors} errors`,
      `${answers} answers; p99 above 3 × ${usual.toFixed(1)} ms for ${slow} s`,
    ),
  );
  return {
    'serve.swap.errors': errors,
    'serve.swap.seconds_of_slow_p99': slow,
    'serve.swap.p99_ms': Math.max(...course),
  };
}
