import type { Recommendation } from '@curio/contracts';
import type { ProjectRef } from '@curio/serving/state/project';
import type { Services } from '../platform/context.ts';
import { publishServed, type ServedBatch, type ServedRecommendation } from './publish-served.ts';

/** Collects served answers and publishes them to the projects' endpoints in batches, so that no answer waits for it. */
export interface ServedLog {
  add(project: ProjectRef, userId: string | undefined, answer: Recommendation): void;
  /** Writes everything collected before the call, after a flush that is under way. Call it when the process stops. */
  flush(): Promise<void>;
}

const flushIntervalMs = 250;
/** Bounds of what is collected between two flushes. A project at its bound does not take the others' share. */
const maxAnswersPerProject = 5_000;
const maxItems = 500_000;

/** Answers above the bounds are dropped and counted in the log; so are those of a flush that fails. */
export function createServedLog(services: Pick<Services, 'db' | 'jobs' | 'log'>): ServedLog {
  const { log } = services;
  let batches = new Map<string, ServedBatch>();
  let items = 0;
  let dropped = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  function take(): ServedBatch[] {
    clearTimeout(timer);
    timer = undefined;
    const taken = [...batches.values()];
    if (dropped > 0) log.warn({ dropped }, 'recommendation.served not published: more answers than are kept');
    batches = new Map();
    items = 0;
    dropped = 0;
    return taken;
  }

  async function write(): Promise<void> {
    const taken = take();
    if (taken.length === 0) return;
    try {
      await publishServed(services, taken);
    } catch (error) {
      const count = taken.reduce((sum, batch) => sum + batch.recommendations.length, 0);
      log.error({ err: error, count }, 'recommendation.served not written');
    }
  }

  /** Chains on the flush before: two of them never run at a time, and answers wait in the bounded map meanwhile. */
  function flush(): Promise<void> {
    writing = writing.then(write);
    return writing;
  }

  async function flushOnTimer(): Promise<void> {
    await flush();
    if (batches.size > 0) schedule();
  }

  function schedule(): void {
    timer ??= setTimeout(() => void flushOnTimer(), flushIntervalMs);
  }

  return {
    add(project, userId, answer) {
      const key = `${project.workspaceId}/${project.projectId}`;
      const batch = batches.get(key) ?? { project, recommendations: [] };
      if (batch.recommendations.length >= maxAnswersPerProject || items >= maxItems) {
        dropped++;
        return;
      }
      batches.set(key, batch);
      batch.recommendations.push(servedRecommendation(userId, answer));
      items += answer.items.length + 1;
      schedule();
    },
    flush,
  };
}

function servedRecommendation(userId: string | undefined, answer: Recommendation): ServedRecommendation {
  return {
    recommendationId: answer.recommendationId,
    userId: userId ?? null,
    itemIds: answer.items.map((item) => item.itemId),
    modelVersion: answer.model?.version ?? null,
    servedAt: new Date().toISOString(),
  };
}
