import { followLive } from '@curio/serving/models/follow-live';
import { createServing } from '@curio/serving/serving';
import { createEventGatherer } from '../events/gather-events.ts';
import type { Services } from '../platform/context.ts';
import type { RecommendServices } from './recommend.ts';
import { createServedLog } from './served-log.ts';

export interface Recommender extends RecommendServices {
  /** Writes what was served, and stops listening and polling. */
  close(): Promise<void>;
}

export interface RecommenderOptions {
  /** Bound of all loaded models together; one model is kept even if it alone is larger. */
  maxModelMegabytes: number;
  /** Bounds of all catalogues and of all users together. */
  maxCatalogueMegabytes?: number;
  maxUserMegabytes?: number;
  /** Where promotions are notified, so that a live version is loaded before its first request. */
  databaseUrl?: string;
}

/** Opens what answering recommendation queries keeps in memory; once per process. */
export function openRecommender(
  services: Pick<Services, 'db' | 'jobs' | 'log'>,
  { databaseUrl, ...bounds }: RecommenderOptions,
): Recommender {
  const { db, log } = services;
  const serving = createServing({ db, log, ...bounds });
  const served = createServedLog(services);
  const following = databaseUrl === undefined ? undefined : followLive(databaseUrl, serving.models, log);
  return {
    serving,
    served,
    gatherer: createEventGatherer(),
    async close() {
      await served.flush();
      await following?.close();
      await serving.changes.close();
    },
  };
}
