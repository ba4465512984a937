import { setTimeout as sleep } from 'node:timers/promises';
import { sendLoad } from './load.ts';
import { type Log, median, row } from './measure.ts';
import type { FilledProject } from './serve-project.ts';

/** Seconds from the start of the load: the first promotion, and the second. */
const warmUpSeconds = 4;
const firstAt = 10;
const secondAt = 18;
const endAt = 26;
/** A version answers as usual in the last seconds before the next one. */
const usualSeconds = 4;
/** Parts of the course per second. */
const parts = 2;

/**
 * Another version goes live, and back, while requests are answered. Slow is what exceeds three times the usual p99 of the
 * slower one of both versions: that a blend costs more than one of its members is no effect of the change.
 */
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
    warmUpSeconds,
    seconds: endAt - warmUpSeconds,
    rate: 500,
  });
  await sleep(firstAt * 1000);
  await curio.promote(id, versions.blend);
  await sleep((secondAt - firstAt) * 1000);
  await curio.promote(id, versions.ials);
  const { answers, errors, course } = await load;
  // The generator sends the requests of a second as fast as they are answered: half seconds without any have no p99.
  const between = (from: number, to: number) =>
    course.slice((from - warmUpSeconds) * parts, (to - warmUpSeconds) * parts).filter((p99) => p99 > 0);
  const usual = {
    ials: median(between(firstAt - usualSeconds, firstAt)),
    blend: median(between(secondAt - usualSeconds, secondAt)),
  };
  const slow = course.filter((p99) => p99 > 3 * Math.max(usual.ials, usual.blend)).length / parts;
  log(
    row(
      '  two promotions under load',
      `${errors} errors`,
      `${answers} answers; p99 usually ${usual.ials.toFixed(1)} ms (ials) and ${usual.blend.toFixed(1)} ms (blend); above 3 × for ${slow} s`,
    ),
  );
  return {
    'serve.swap.errors': errors,
    'serve.swap.seconds_of_slow_p99': slow,
    'serve.swap.usual_p99_ms_ials': usual.ials,
    'serve.swap.usual_p99_ms_blend': usual.blend,
    'serve.swap.p99_ms': Math.max(...course.filter((p99) => p99 > 0)),
  };
}
