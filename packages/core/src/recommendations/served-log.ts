import type { Recommendation } from '@curio/contracts';
import { tenant } from '@curio/db';
import type { Context } from '../platform/context.ts';
import { publishEvent } from '../webhooks/publish-event.ts';

/** Gathers what was served and tells the project's endpoints in batches, so that no answer waits for it. */
export interface ServedLog {
  add(context: Context, projectId: string, userId: string | undefined, answer: Recommendation): void;
  /** Writes what is gathered; call at the stop of the process. */
  flush(): Promise<void>;
}

const everyMs = 250;
const perDelivery = 100;

interface Served {
  recommendationId: string;
  userId: string | null;
  itemIds: string[];
  modelVersion: number | null;
  servedAt: string;
}

export function createServedLog(): ServedLog {
  let gathered = new Map<string, { context: Context; projectId: string; served: Served[] }>();
  let timer: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const batches = gathered;
    gathered = new Map();
    for (const { context, projectId, served } of batches.values()) {
      try {
        await tenant(context.db, context, async (trx) => {
          for (let at = 0; at < served.length; at += perDelivery) {
            const recommendations = served.slice(at, at + perDelivery);
            await publishEvent(context, trx, projectId, 'recommendation.served', { recommendations });
          }
        });
      } catch (error) {
        context.log.error({ err: error, projectId, count: served.length }, 'recommendation.served not written');
      }
    }
  }

  return {
    add(context, projectId, userId, answer) {
      const key = `${context.workspaceId}/${projectId}`;
      const batch = gathered.get(key) ?? { context, projectId, served: [] };
      gathered.set(key, batch);
      batch.served.push({
        recommendationId: answer.recommendationId,
        userId: userId ?? null,
        itemIds: answer.items.map((item) => item.itemId),
        modelVersion: answer.model?.version ?? null,
        servedAt: new Date().toISOString(),
      });
      timer ??= setTimeout(() => void flush(), everyMs);
    },
    flush,
  };
}
