import { visibleItems } from './catalogue/visible-items.ts';
import type { LoadedModel } from './models/load-model.ts';
import { describeFallback } from './pipeline/describe-fallback.ts';
import { createExplainer } from './pipeline/explain.ts';
import { excludedItems, filterCandidates } from './pipeline/filter.ts';
import { paginate } from './pipeline/paginate.ts';
import type { RankedPage } from './pipeline/present.ts';
import { type RerankStep, rerank } from './pipeline/rerank.ts';
import { candidateCount, queryOf, retrieve } from './pipeline/retrieve.ts';
import type { ProjectMemory } from './project/project-memory.ts';
import type { Plan } from './request/plan.ts';
import type { RequestState } from './request/request-state.ts';
import type { Serving } from './serving.ts';

/** Steps of every list, in this order. */
const rerankSteps: RerankStep[] = [];

/**
 * Pages are cut from the list of what can be shown, so the pages before are ranked again: items hidden since then
 * neither repeat nor skip others, and ranking is cheap.
 */
export async function rankWithModel(
  { topLists, users }: Serving,
  project: ProjectMemory,
  state: RequestState,
  plan: Plan,
  model: LoadedModel,
): Promise<RankedPage> {
  const { servable } = model;
  const query = queryOf(plan);
  const exclusion = () => excludedItems(plan, servable);
  const explainer = plan.explain ? createExplainer(servable, query) : undefined;
  const { catalogue } = project;
  const readVisible = async (ids: Iterable<string>) =>
    catalogue.hasItems ? visibleItems(catalogue, ids, plan.read) : undefined;
  const seenRows =
    plan.excludeSeen && plan.historyTruncated && plan.userId !== undefined
      ? new Set(await users.readSeen(project, plan.userId, state.stored))
      : new Set<number>();
  const seen = { has: (itemId: string) => seenRows.has(catalogue.rowOf(itemId)) };

  for (let attempt = 0; ; attempt++) {
    const k = candidateCount(plan, attempt);
    const { items: candidates, fallback } = retrieve(plan, { model, query, exclusion, k }, topLists);
    // Explained before filtering: if nothing is hidden, one round trip reads the items and those that reasons name.
    const named = explainer?.explain(paginate(candidates, plan)) ?? [];
    const ids = new Set([...candidates.map(({ itemId }) => itemId), ...named]);
    const visible = await readVisible(ids);
    const list = rerank(filterCandidates(candidates, { visible, seen }), plan, rerankSteps);
    const isExhausted = candidates.length < k;
    if (list.length < plan.offset + plan.n && !isExhausted) continue;

    const page = paginate(list, plan);
    const rows = visible ?? new Map();
    const namedLater = (explainer?.explain(page) ?? []).filter((id) => !ids.has(id));
    if (namedLater.length > 0) for (const [id, row] of (await readVisible(namedLater)) ?? []) rows.set(id, row);
    return {
      items: page.map((item) => ({ ...item, ...explainer?.of(item.itemId) })),
      rows,
      fallback: describeFallback(plan, fallback),
    };
  }
}
