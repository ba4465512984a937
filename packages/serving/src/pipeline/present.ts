import type { Recommendation } from '@curio/contracts';
import type { Reason, Source } from '@curio/engine/artifact';
import type { VisibleItem, VisibleItems } from '../catalogue/visible-items.ts';
import type { LoadedModel } from '../models/load-model.ts';
import type { Plan } from '../request/plan.ts';
import { describeReason } from './describe-reason.ts';

/** An item of the page with its explanation, where one was asked for. */
export interface PageItem {
  itemId: string;
  score: number;
  source: Source;
  reasons?: readonly Reason[];
}

/** One page of a list, before it is presented. */
export interface RankedPage {
  items: PageItem[];
  /** Rows of the items and of those that reasons name. */
  rows: VisibleItems;
  /** Why the page is not what was asked for; undefined where it is. */
  fallback: string | undefined;
}

export interface Presentation {
  recommendationId: string;
  plan: Pick<Plan, 'fields' | 'explain'>;
  items: readonly PageItem[];
  /** Rows of the items and of those that reasons name. */
  rows: VisibleItems;
  model: Omit<LoadedModel, 'servable'> | undefined;
  fallback: string | undefined;
  nextCursor: string | null;
}

/** The answer as the API's schema has it. */
export function present({ plan, items, rows, model, fallback, ...rest }: Presentation): Recommendation {
  const { fields } = plan;
  return {
    recommendationId: rest.recommendationId,
    items: items.map(({ itemId, score, source, reasons = [] }) => ({
      itemId,
      score,
      source,
      ...(fields ? { fields: pickFields(rows.get(itemId), fields) } : {}),
      ...(plan.explain ? { reasons: reasons.map((reason) => describeReason(reason, rows)) } : {}),
    })),
    model: model
      ? { version: model.version, algorithm: model.algorithm, trainedAt: model.trainedAt, dataAsOf: model.dataAsOf }
      : null,
    ...(fallback ? { fallback } : {}),
    nextCursor: rest.nextCursor,
  };
}

/** Values of the requested fields by name; null for a field without a value. */
export function pickFields(row: VisibleItem | undefined, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, row?.[name] ?? null]));
}
