import { visibleItems } from './catalogue/visible-items.ts';
import { excludedIds } from './pipeline/filter.ts';
import type { PageItem, RankedPage } from './pipeline/present.ts';
import type { ProjectMemory } from './project/project-memory.ts';
import type { Plan } from './request/plan.ts';
import type { Serving } from './serving.ts';
import { readItemsWithoutModel } from './state/read-items-without-model.ts';

/** Popular and latest items straight from the tables, while no model is ready or it cannot be loaded. */
export async function rankWithoutModel(
  { db }: Serving,
  { ref, catalogue, liveVersion }: ProjectMemory,
  plan: Plan,
): Promise<RankedPage> {
  const items = await readItemsWithoutModel(db, ref, {
    n: plan.n,
    offset: plan.offset,
    exclude: excludedIds(plan),
    hasCatalogue: catalogue.hasItems,
    latestOnly: plan.strategy === 'latest',
  });
  const ids = items.map(({ itemId }) => itemId);
  return {
    items: items.map((item): PageItem => ({ ...item, reasons: [reasonOf(item.source)] })),
    rows: catalogue.hasItems ? await visibleItems(catalogue, ids, plan.read) : new Map(),
    fallback: liveVersion === null ? 'no model is ready yet' : 'the model cannot be loaded',
  };
}

const reasonOf = (source: 'popular' | 'latest') =>
  source === 'popular' ? ({ kind: 'popular', users: 0 } as const) : ({ kind: 'latest' } as const);
