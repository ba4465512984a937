import { excludedIds } from './pipeline/filter.ts';
import type { PageItem, RankedPage } from './pipeline/present.ts';
import type { Plan } from './request/plan.ts';
import type { Serving } from './serving.ts';
import type { ProjectRef } from './state/project.ts';
import { readItemsWithoutModel } from './state/read-items-without-model.ts';
import type { RequestState } from './state/request-state.ts';

/** Popular and latest items straight from the tables, while no model is ready or it cannot be loaded. */
export async function rankWithoutModel(
  { db, visibleItems }: Serving,
  project: ProjectRef,
  state: RequestState,
  plan: Plan,
): Promise<RankedPage> {
  const items = await readItemsWithoutModel(db, project, {
    n: plan.n,
    offset: plan.offset,
    exclude: excludedIds(plan),
    hasCatalogue: state.hasCatalogue,
    latestOnly: plan.strategy === 'latest',
  });
  const ids = items.map(({ itemId }) => itemId);
  return {
    items: items.map((item): PageItem => ({ ...item, reasons: [reasonOf(item.source)] })),
    rows: state.hasCatalogue ? await visibleItems.read(project, ids, plan.itemDepth) : new Map(),
    fallback: state.liveVersion === null ? 'no model is ready yet' : 'the model cannot be loaded',
  };
}

const reasonOf = (source: 'popular' | 'latest') =>
  source === 'popular' ? ({ kind: 'popular', users: 0 } as const) : ({ kind: 'latest' } as const);
