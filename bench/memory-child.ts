/**
 * The child process of memory.ts: adds rows with text ids to the builder one by one, then calls `train`. Prints peak
 * resident memory, seconds and the chosen algorithm as one line of JSON.
 */
import { DatasetBuilder, type TrainResult, train } from '../packages/engine/src/training/index.ts';
import { plantRows } from './memory-rows.ts';

export interface MemoryRequest {
  algorithm: string;
  params?: Record<string, unknown>;
  users: number;
  items: number;
  interactions: number;
  budgetSeconds: number;
  memoryLimitBytes: number;
  /** Prints every stage with its seconds and the resident memory to stderr. */
  trace?: boolean;
}

export interface MemoryReport {
  /** Bytes of the whole process, including Node. */
  peak: number;
  peakAfterBuild: number;
  readSeconds: number;
  buildSeconds: number;
  trainSeconds: number;
  interactions: number;
  users: number;
  items: number;
  algorithm: string;
  ndcg: number;
  events: TrainResult['report'];
}

const request = JSON.parse(process.argv[2] ?? '{}') as MemoryRequest;
const peak = () => process.resourceUsage().maxRSS * 1024;
const mebibytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
const started = performance.now();
let lastStage = '';
const trace = (stage: string) => {
  if (request.trace !== true || stage === lastStage) return;
  lastStage = stage;
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  console.error(`${seconds} s: ${stage}; now ${mebibytes(process.memoryUsage.rss())}, peak ${mebibytes(peak())}`);
};

const builder = new DatasetBuilder();
plantRows(request.users, request.items, request.interactions, 1, (userId, itemId, time) =>
  builder.addInteraction({ userId, itemId, type: 'view', time }),
);
trace('read');
const read = performance.now();
const dataset = builder.build();
const built = performance.now();
trace('built');
const peakAfterBuild = peak();
const { interactionCount, userIds, itemIds } = dataset;
const sizes = { interactions: interactionCount, users: userIds.length, items: itemIds.length };
const { memoryLimitBytes, budgetSeconds, algorithm, params } = request;
const result = await train(
  dataset,
  { algorithm, ...(params ? { params } : {}), seed: 1, budgetSeconds, threads: 2, memoryLimitBytes },
  {
    onProgress: ({ stage, message }) => trace(message ? `${stage}: ${message}` : stage),
    signal: new AbortController().signal,
    now: () => performance.now(),
  },
);
const done = performance.now();
trace('trained');
const report: MemoryReport = {
  peak: peak(),
  peakAfterBuild,
  readSeconds: (read - started) / 1000,
  buildSeconds: (built - read) / 1000,
  trainSeconds: (done - built) / 1000,
  ...sizes,
  algorithm: result.algorithm,
  ndcg: result.metrics['ndcg@10']?.value ?? 0,
  events: result.report,
};
console.log(JSON.stringify(report));
