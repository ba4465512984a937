import { newId, type Recommendation, type RecommendInput } from '@curio/contracts';
import { tenant } from '@curio/db';
import type { HistoryEvent, Query, Recommendations } from '@curio/engine/artifact';
import { authorise, mayReach } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError, notFound } from '../platform/errors.ts';
import { readOffset, signOffset } from '@curio/serving/request/cursor';
import { explainItems } from '@curio/serving/pipeline/explain';
import type { LoadedModel, ModelCache } from '@curio/serving/models/model-cache';
import { type ItemDepth, pickFields, readItems, type ShownItem } from '@curio/serving/state/read-visible-items';
import { historyLimit, type RequestState } from '@curio/serving/state/read-request-state';
import { describeReason } from '@curio/serving/pipeline/describe-reason';
import type { RequestCache } from '@curio/serving/state/request-state-cache';
import { seenItems } from '@curio/serving/state/read-seen-items';
import type { ServedLog } from './served-log.ts';
import { withoutModel } from '@curio/serving/state/read-items-without-model';

export interface RecommendServices {
  models: ModelCache;
  requests: RequestCache;
  served: ServedLog;
}

interface Ranked extends Recommendations {
  rows: Map<string, ShownItem>;
}

// Candidates beyond those asked for, in case some have been hidden or removed since the training.
const spare = 20;

/**
 * Answers a recommendation query. Never an empty list while an item can be shown: an unknown user or item, or a
 * project without a model, gets popular or latest items, and `fallback` says so.
 */
export async function recommend(
  context: Context,
  services: RecommendServices,
  projectId: string,
  input: RecommendInput,
): Promise<Recommendation> {
  authorise(context, 'recommend');
  if (!mayReach(context, projectId)) throw notFound('project');
  const n = input.n ?? input.limit ?? 10;
  const page = readOffset(context, projectId, input);

  const project = { workspaceId: context.workspaceId, projectId };
  const state = await services.requests.read(project, input);
  if (!state) throw notFound('project');
  const pinned = page.version ?? input.modelVersion;
  if (pinned !== undefined) await requireReady(context, projectId, pinned);
  const version = pinned ?? state.liveVersion;
  const model =
    version === null ? undefined : await chooseModel(services.models, { ...project, version }, pinned === undefined);
  const ranked = await rank(context, project, input, state, model, n, page.offset);

  const fallback = ranked.items.length === 0 && page.offset === 0 ? whyNothing(input) : ranked.fallback;
  const answer: Recommendation = {
    recommendationId: newId('recommendation'),
    items: ranked.items.map(({ itemId, score, source, reasons }) => ({
      itemId,
      score,
      source,
      ...(input.fields ? { fields: pickFields(ranked.rows.get(itemId), input.fields) } : {}),
      ...(input.explain ? { reasons: (reasons ?? []).map((reason) => describeReason(reason, ranked.rows)) } : {}),
    })),
    model: model
      ? { version: model.version, algorithm: model.algorithm, trainedAt: model.trainedAt, dataAsOf: model.dataAsOf }
      : null,
    ...(fallback ? { fallback } : {}),
    nextCursor: ranked.items.length < n ? null : signOffset(context, projectId, page.offset + n, model?.version),
  };
  if (state.tellServed) services.served.add(context, projectId, input.userId, answer);
  return answer;
}

function whyNothing({ userId, history, excludeSeen }: RecommendInput): string {
  return excludeSeen && (userId !== undefined || history !== undefined)
    ? 'Everything that could be shown was seen already; excludeSeen: false shows it again'
    : 'There is no item that could be shown';
}

/**
 * The model to serve from. While a version that has just become live is loaded, the one before goes on serving; only
 * where there is none does the request wait. undefined where it cannot be loaded.
 */
async function chooseModel(
  models: ModelCache,
  name: { workspaceId: string; projectId: string; version: number },
  orBefore: boolean,
): Promise<LoadedModel | undefined> {
  const model = models.loaded(name);
  if (model) {
    if (orBefore) models.serves(name);
    return model;
  }
  const loading = models.load(name).catch(() => undefined);
  return (orBefore ? models.lastServed(name) : undefined) ?? (await loading);
}

async function requireReady(context: Context, projectId: string, version: number): Promise<void> {
  const row = await tenant(context.db, context, (trx) =>
    trx
      .selectFrom('models')
      .select('status')
      .where('project_id', '=', projectId)
      .where('version', '=', version)
      .executeTakeFirst(),
  );
  if (row?.status !== 'ready') {
    throw new CurioError('invalid-input', `Version ${version} is not a ready version of this project.`, [
      { pointer: '/modelVersion', detail: 'Choose a version whose status is ready.' },
    ]);
  }
}

async function rank(
  context: Context,
  project: { workspaceId: string; projectId: string },
  input: RecommendInput,
  state: RequestState,
  model: LoadedModel | undefined,
  n: number,
  offset: number,
): Promise<Ranked> {
  const session: HistoryEvent[] = (input.history ?? []).map((event) => ({
    itemId: event.itemId,
    type: event.type ?? 'view',
    ...(event.value === undefined ? {} : { value: event.value }),
  }));
  const history = [...state.history, ...session];
  const from = input.itemId ?? state.titledItem ?? undefined;
  const missing = input.itemTitle !== undefined && from === undefined ? 'no item has this title' : undefined;
  const asked = input.userId ?? input.history ?? from ?? input.itemTitle;
  const strategy = input.strategy ?? (asked === undefined ? 'popular' : undefined);

  const depth: ItemDepth = input.fields ? 'all' : input.explain ? 'title' : 'id';
  const read = async (ids: Iterable<string>) =>
    state.hasCatalogue ? readItems(context.db, project, [...ids], depth) : new Map<string, ShownItem>();

  if (!model) {
    const seen = input.excludeSeen ? history.map((event) => event.itemId) : [];
    const items = await withoutModel(context, {
      projectId: project.projectId,
      n,
      offset,
      exclude: from === undefined ? seen : [...seen, from],
      hasCatalogue: state.hasCatalogue,
      strategy,
    });
    const explained = items.map((item) => ({
      ...item,
      reasons: [item.source === 'popular' ? { kind: 'popular' as const, users: 0 } : { kind: 'latest' as const }],
    }));
    const why = state.liveVersion === null ? 'no model is ready yet' : 'the model cannot be loaded';
    return {
      items: explained,
      fallback: why,
      rows: await read(items.map((item) => item.itemId)),
    };
  }

  // Paging counts what can be shown, so the pages before are ranked again: cheaper than it sounds, and never a repeat.
  const end = offset + n;
  for (let take = end + spare; ; take *= 4) {
    const query: Query = {
      history,
      user: state.user,
      ...(from === undefined ? {} : { fromItems: [from], exclude: [from] }),
      ...(strategy ? { strategy } : {}),
      n: take,
      offset: 0,
      excludeSeen: input.excludeSeen,
      explain: false,
      now: Math.floor(Date.now() / 1000),
    };
    const question = JSON.stringify([model.version, from, strategy, take, input.excludeSeen, session]);
    const { items, fallback } = state.ranked.get(question) ?? model.servable.recommend(query);
    state.ranked.set(question, { items, ...(fallback ? { fallback } : {}) });
    const explained = input.explain ? explainItems(model.servable, query) : undefined;
    // Reasons for the page as it is if nothing has been hidden, so that one round trip reads what they name too.
    const named = explained?.explain(items.slice(offset, end)) ?? [];
    const ids = new Set([...items.map((item) => item.itemId), ...named]);
    const rows = await read(ids);
    // A history that was cut may have lost items that were seen long ago.
    const cut = input.excludeSeen && input.userId !== undefined && state.history.length === historyLimit;
    const seen = cut ? await seenItems(context, project.projectId, input.userId ?? '', [...ids]) : new Set();
    const shown = items.filter(({ itemId }) => !seen.has(itemId) && (!state.hasCatalogue || rows.has(itemId)));
    if (shown.length >= end || items.length < take) {
      const why = missing ?? fallback;
      const page = shown.slice(offset, end);
      const more = (explained?.explain(page) ?? []).filter((id) => !ids.has(id));
      if (more.length > 0) for (const [id, row] of await read(more)) rows.set(id, row);
      const told = page.map((item) => (explained ? { ...item, reasons: explained.reasonsOf(item.itemId) } : item));
      return { items: told, rows, ...(why ? { fallback: why } : {}) };
    }
  }
}
