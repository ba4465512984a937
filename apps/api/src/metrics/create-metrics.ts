import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { RequestObserver } from '../http/access-log.ts';

/** What is read from other parts of the process when the measurements are collected. */
export interface MetricSources {
  models: () => { count: number; bytes: number; loads: number };
  /** How far the change feed is behind, in milliseconds. */
  changeFeedLagMs: () => number;
  /** Jobs by queue. Asked at most once in `queueTtlMs`. */
  queues: () => Promise<{ queue: string; waiting: number; active: number; failed: number }[]>;
}

export interface Metrics {
  registry: Registry;
  /** Measures an answered request. */
  observe: RequestObserver;
}

const queueTtlMs = 15_000;
/** Seconds. Answers from memory take less than a millisecond, uploads minutes. */
const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];

/** The measurements of one process. Labels are route templates, statuses and queues: never ids, so that their number is bounded. */
export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  // Memory, processor time, handles, garbage collection and the delay of the event loop.
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'curio_http_request_duration_seconds',
    help: 'Time from the head of a request to its answer, by route template',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers,
  });
  // Looked up once for each route and status: their labels would be hashed for every request.
  const byLabels = new Map<string, ReturnType<typeof durations.labels>>();
  registerModels(registers, sources);
  new Gauge({
    name: 'curio_change_feed_lag_seconds',
    help: 'How far the changes that this process has applied are behind the database',
    registers,
    aggregator: 'max',
    collect() {
      this.set(sources.changeFeedLagMs() / 1000);
    },
  });
  registerQueues(registers, sources);
  return {
    registry,
    observe({ method, route, status, milliseconds }) {
      const key = `${method} ${route} ${status}`;
      let duration = byLabels.get(key);
      if (!duration) {
        duration = durations.labels({ method, route, status });
        byLabels.set(key, duration);
      }
      duration.observe(milliseconds / 1000);
    },
  };
}

function registerModels(registers: Registry[], { models }: MetricSources): void {
  new Gauge({
    name: 'curio_model_cache_models',
    help: 'Model versions in memory',
    registers,
    collect() {
      this.set(models().count);
    },
  });
  new Gauge({
    name: 'curio_model_cache_bytes',
    help: 'Memory of the model versions that are loaded',
    registers,
    collect() {
      this.set(models().bytes);
    },
  });
  new Counter({
    name: 'curio_model_loads_total',
    help: 'Model versions loaded since the process started',
    registers,
    collect() {
      this.reset();
      this.inc(models().loads);
    },
  });
}

function registerQueues(registers: Registry[], { queues }: MetricSources): void {
  let readAt = Number.NEGATIVE_INFINITY;
  new Gauge({
    name: 'curio_queue_jobs',
    help: 'Jobs of the worker, by queue and state; read from the database every 15 seconds at most',
    labelNames: ['queue', 'state'],
    registers,
    // Every process reads the same rows.
    aggregator: 'first',
    async collect() {
      if (performance.now() - readAt < queueTtlMs) return;
      readAt = performance.now();
      // While the database is away the last values stay: the other measurements are needed then.
      const depths = await queues().catch(() => []);
      for (const { queue, ...states } of depths)
        for (const [state, count] of Object.entries(states)) this.set({ queue, state }, count);
    },
  });
}
