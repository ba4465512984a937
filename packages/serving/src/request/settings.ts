import type { PlacementSettings, RecommendInput } from '@curio/contracts';
import { InvalidRequest } from './invalid-request.ts';

/** A query with the settings of its placement and the defaults. */
export interface Settings
  extends Omit<RecommendInput, 'n' | 'limit' | 'excludeSeen' | 'excludeOwn' | 'explain' | 'fields'> {
  n: number;
  excludeSeen: boolean;
  excludeOwn: boolean;
  explain: boolean;
  fields: readonly string[];
}

const defaultItems = 10;
/** A first answer shows something that a person can read. */
const defaultFields = ['title'];

/** Each field of the request overrides that of its placement. Throws InvalidRequest for an unknown placement. */
export function resolveSettings(input: RecommendInput, placements: ReadonlyMap<string, PlacementSettings>): Settings {
  const placement = input.placement === undefined ? undefined : placements.get(input.placement);
  if (input.placement !== undefined && !placement) {
    throw new InvalidRequest(`There is no placement "${input.placement}" in this project.`, [
      { pointer: '/placement', detail: 'Store its settings with PUT /placements/{name}, or leave it out.' },
    ]);
  }
  const { limit, ...query } = input;
  const merged = placement ? { ...placement, ...query } : query;
  return {
    ...merged,
    n: input.n ?? limit ?? placement?.n ?? defaultItems,
    excludeSeen: merged.excludeSeen ?? true,
    excludeOwn: merged.excludeOwn ?? true,
    explain: merged.explain ?? false,
    fields: merged.fields ?? defaultFields,
  };
}
