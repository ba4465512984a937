/** Started by `sendLoad`: sends the requests of one job with autocannon and returns their times. */
import autocannon from 'autocannon';
import type { LoadJob, LoadResult } from './load.ts';
import { percentile } from './measure.ts';

const courseMs = 500;

function run(job: LoadJob): Promise<LoadResult> {
  const { url, headers, before, after, values, connections, warmUpSeconds, seconds } = job;
  const ends = performance.now() + (warmUpSeconds + seconds) * 1000;
  const begins = ends - seconds * 1000;
  const perConnection = Math.max(1, Math.floor(values.length / connections));
  const times: number[] = [];
  const at: number[] = [];
  let errors = 0;
  let firstError: string | undefined;
  let next = 0;
  return new Promise((resolve, reject) => {
    const instance = autocannon(
      {
        url,
        method: 'POST',
        headers,
        connections,
        ...(job.amount === undefined ? { duration: Math.ceil(warmUpSeconds + seconds) } : { amount: job.amount }),
        ...(job.rate === undefined ? {} : { overallRate: job.rate }),
        setupClient(client) {
          const first = next++ * perConnection;
          const own = values.slice(first, first + perConnection);
          // Built once: a body that is built for each request would cost the generator more than the request.
          client.setRequests(own.map((value) => ({ method: 'POST', body: before + value + after })));
          client.on('body', (body: Buffer) => {
            if (firstError === undefined && errors > 0) firstError = body.toString().slice(0, 500);
          });
        },
      },
      (error) => {
        if (error) reject(error);
        else finish();
      },
    );
    instance.on('response', (_client, status, _bytes, milliseconds) => {
      const now = performance.now();
      if (status < 200 || status > 299) errors++;
      if (job.amount === undefined && (now < begins || now > ends)) return;
      times.push(milliseconds);
      at.push(now);
    });
    instance.on('reqError', () => errors++);
    if (job.amount !== undefined) setTimeout(() => instance.stop(), (warmUpSeconds + seconds) * 1000).unref();

    function finish(): void {
      const first = job.amount === undefined ? begins : (at[0] ?? 0);
      const last = at.at(-1) ?? first;
      const course: number[][] = [];
      for (const [index, time] of times.entries()) {
        const part = Math.floor((at[index] - first) / courseMs);
        course[part] ??= [];
        course[part].push(time);
      }
      resolve({
        answers: times.length,
        errors,
        perSecond: (times.length * 1000) / Math.max(1, last - first),
        p50: percentile(times, 0.5),
        p99: percentile(times, 0.99),
        course: Array.from(course, (part) => percentile(part ?? [], 0.99)),
        ...(firstError === undefined ? {} : { firstError }),
      });
    }
  });
}

process.once('message', (job: LoadJob) => {
  run(job).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
