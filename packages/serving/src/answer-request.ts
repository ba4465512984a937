import { newRecommendationId, type Recommendation, type RecommendInput } from '@curio/contracts';
import type { Catalogue } from './catalogue/catalogue.ts';
import { explainCandidates, sourcesOf } from './pipeline/explain.ts';
import { itemsNeeded, paginate } from './pipeline/paginate.ts';
import { presentItems, presentModel } from './pipeline/present.ts';
import { presentReasons } from './pipeline/present-reasons.ts';
import { readFields } from './pipeline/read-fields.ts';
import { rankCached } from './rank-cached.ts';
import { rankingOf } from './ranking-of.ts';
import { type CursorSigner, listOf, readPosition, writeCursor } from './request/cursor.ts';
import { type Prepared, prepare, prepareFromMemory } from './request/prepare.ts';
import type { Serving } from './serving.ts';
import type { ProjectRef } from './state/project.ts';

export interface Answer {
  recommendation: Recommendation;
  /** An endpoint of the project wants to know that this was served. */
  notifyServed: boolean;
}

/** What the caller may learn. */
export interface Caller {
  /** Reasons may name items of a stored user's history. */
  readsUsers: boolean;
}

/**
 * Answers a recommendation request: prepare → plan → retrieve → rerank → paginate → explain → present. Never an empty
 * first page while an item can be shown: an unknown user or item, or a project without a model, gets popular or latest
 * items, and `fallback` says why. Who may ask is for the caller to decide.
 *
 * Returns undefined where the workspace has no such project. Throws InvalidRequest for a foreign cursor, and for a
 * placement, field, filter or version that the project does not have.
 */
export async function answerRequest(
  serving: Serving,
  signer: CursorSigner,
  project: ProjectRef,
  input: RecommendInput,
  { readsUsers }: Caller,
): Promise<Answer | undefined> {
  const listName = listOf(project.projectId, input);
  const position = readPosition(signer, listName, input);
  // Most requests find everything in memory, and cost less without a wait.
  const prepared =
    prepareFromMemory(serving, project, input, position) ?? (await prepare(serving, project, input, position));
  if (!prepared) return undefined;
  const { settings, model, memory } = prepared;

  const ranking = rankingOf(serving, prepared);
  const list = rankCached(serving, prepared, ranking, itemsNeeded(position, settings.n));
  const page = paginate(list.items, position, settings.n);
  const reading = readFields(serving, memory, settings.fields, page.items);
  const { read, isComplete } = reading instanceof Promise ? await reading : reading;
  const servable = model?.loaded.servable;
  const { query } = ranking.plan;
  const reasons = settings.explain
    ? presentReasons(explainCandidates(servable, query, page.items), page.items, ranking, {
        catalogue: memory.catalogue,
        readsUsers,
      })
    : undefined;

  const version = model?.loaded.version;
  const isAway = prepared.incomplete || !isComplete;
  const fallback = isAway
    ? 'live data unavailable'
    : fallbackOf(prepared, page.items.length === 0 && position.offset === 0, list.fallback);
  const recommendation: Recommendation = {
    recommendationId: newRecommendationId({ version, placement: settings.placement }),
    items: presentItems(page.items, {
      fields: settings.fields,
      read,
      sources: sourcesOf(servable, query, page.items),
      reasons,
    }),
    model: presentModel(model?.loaded),
    ...(fallback ? { fallback } : {}),
    nextCursor:
      page.more && page.items.length > 0
        ? writeCursor(signer, listName, {
            offset: page.end,
            version: version ?? null,
            asOf: prepared.position.asOf,
            shown: page.items.map(({ itemId }) => itemId),
          })
        : null,
  };
  return { recommendation, notifyServed: memory.notifyServed };
}

function fallbackOf({ settings, fromItem, memory }: Prepared, isEmpty: boolean, retrieved: string | undefined) {
  if (isEmpty) return describeNothing(settings, memory.catalogue);
  if (settings.itemTitle !== undefined && fromItem === undefined)
    return 'No item has this title, so the list is made without it';
  return retrieved;
}

/** Why the first page is empty. */
function describeNothing(
  { excludeSeen, userId, history, filter, rules }: Prepared['settings'],
  catalogue: Catalogue,
): string {
  if (catalogue.latest().length === 0) return 'The project has no item that can be shown';
  if (filter || rules?.include) return 'No item that can be shown matches the filter and rules';
  return excludeSeen && (userId !== undefined || history !== undefined)
    ? 'Every item that can be shown was seen already; excludeSeen: false shows them again'
    : 'No item can be shown';
}
