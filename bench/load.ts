/** A load of HTTP requests, sent by a separate process: see load-process.ts. */
import { fork } from 'node:child_process';

export interface LoadJob {
  /** With the path. */
  url: string;
  headers: Record<string, string>;
  /** Each body is `before`, one of `values` and `after`. The values are divided among the connections and repeated from the start. */
  before: string;
  after: string;
  values: string[];
  connections: number;
  /** Not measured. */
  warmUpSeconds: number;
  seconds: number;
  /** Requests per second in all; as many as are answered if left out. */
  rate?: number;
  /** Ends after this many requests, or when the seconds are over. */
  amount?: number;
}

export interface LoadResult {
  answers: number;
  /** Answers with another status than 2xx, and connections that failed. */
  errors: number;
  perSecond: number;
  p50: number;
  p99: number;
  /** p99 of each half second, for what happens during the load. */
  course: number[];
  /** The first answer with another status than 2xx. */
  firstError?: string;
}

export function sendLoad(job: LoadJob): Promise<LoadResult> {
  const child = fork(new URL('./load-process.ts', import.meta.url), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The load generator ended with ${code} before its result.`)));
    child.once('message', (result: LoadResult) => {
      resolve(result);
      child.kill();
    });
    child.send(job);
  });
}
