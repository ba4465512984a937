import type { GeoPoint } from '@curio/contracts';
import { filterMask } from './filter/filter-mask.ts';
import { userLocation } from './filter/user-location.ts';
import type { Ranking } from './pipeline/rank.ts';
import type { Retrieval, RowMultipliers } from './pipeline/retrieve.ts';
import { similarityOf } from './pipeline/similarity.ts';
import { planRequest } from './request/plan.ts';
import type { Prepared } from './request/prepare.ts';
import { multipliersOf } from './rules/multipliers.ts';
import { explainPin } from './rules/pins.ts';
import { explainRotation, rotationMultipliers } from './rules/rotation.ts';
import type { Serving } from './serving.ts';

/** What the list of a prepared request is computed from. Use it before waiting: masks are updated in place. */
export function rankingOf(serving: Pick<Serving, 'rows'>, prepared: Prepared): Ranking {
  const { memory, settings, checked, user, model } = prepared;
  const { catalogue, types } = memory;
  const location = userLocation(user?.fields);
  const { filter } = checked;
  const plan = planRequest({
    ...prepared,
    catalogue,
    types,
    map: model?.map,
    mask: filter && filterMask(serving.rows, filter, catalogue, location),
  });
  const multipliers = rowMultipliers(serving, prepared, location);
  return {
    plan,
    retrieval: { query: plan.query, eligibility: plan.eligibility, multipliers, source: sourceOf(prepared) },
    similarity: similarityOf(catalogue, model?.loaded.servable),
    describeRules({ row, itemId, source }) {
      const pin = settings.rules?.pin?.find((entry) => entry.itemId === itemId);
      if (source === 'pinned') return pin ? [explainPin(pin)] : [];
      const shown = multipliers?.some?.get(row);
      return [
        ...(checked.rules?.explain(row, catalogue, location) ?? []),
        ...(shown === undefined ? [] : [explainRotation(shown)]),
      ];
    },
    explainFilter: (row) => filter?.explain(row, catalogue, location),
  };
}

function sourceOf({ model, popular, memory, position }: Prepared): Retrieval['source'] {
  if (model) return { version: model.loaded.version, servable: model.loaded.servable, map: model.map };
  const isWithoutModel = memory.liveVersion === null || position.version === null;
  return {
    popular: popular ?? { rows: [], events: [] },
    fallback: isWithoutModel ? 'No model is ready yet' : 'The model cannot be loaded',
  };
}

function rowMultipliers(
  serving: Pick<Serving, 'rows'>,
  { memory, settings, checked, user, position }: Prepared,
  location: GeoPoint | undefined,
): RowMultipliers | undefined {
  const rows = checked.rules && multipliersOf(serving.rows, checked.rules, memory.catalogue, location);
  const { rotation = 0 } = settings;
  // All pages of a list are ranked as of its first one: items shown on it must not move.
  const { asOf } = position;
  const some =
    rotation > 0 && user ? rotationMultipliers(impressionsOf(user, memory, asOf), rotation, asOf * 1000) : undefined;
  return rows || (some && some.size > 0) ? { rows, some } : undefined;
}

function* impressionsOf(
  { rows, types, times }: NonNullable<Prepared['user']>,
  memory: Prepared['memory'],
  asOf: number,
) {
  const code = memory.types.codeOf('impression');
  for (let n = 0; n < rows.length; n++) {
    const time = times[n] ?? 0;
    if (types[n] === code && time <= asOf) yield { row: rows[n] ?? -1, time: time * 1000 };
  }
}
