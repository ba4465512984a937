import type { GeoPoint } from '@curio/contracts';
import { blockRows, type Columns } from '../filter/keep-rows.ts';
import type { CatalogueRows, RowCache } from '../filter/row-cache.ts';
import { type CompiledRules, fieldsOf, type ScoreRule } from './compile-rules.ts';
import { applyDecay } from './decay.ts';

/**
 * What the score of each row is multiplied by: one value per row, at least `catalogue.size` of them; undefined where no rule
 * applies. Read only, and to be used before waiting: what is the same for all users is computed once and kept up to date in
 * place. Rules that read the user's location are computed for each call.
 */
export function multipliersOf(
  cache: RowCache,
  rules: CompiledRules,
  catalogue: CatalogueRows,
  userLocation?: GeoPoint,
): Float32Array | undefined {
  const { common, personal } = rules;
  const shared =
    common.length === 0
      ? undefined
      : cache.valuesOf(catalogue, {
          key: rules.commonKey,
          fields: common.flatMap(fieldsOf),
          allocate: (rows) => new Float32Array(rows),
          fill(multipliers, start, end) {
            multipliers.fill(1, start, end);
            applyRules(common, catalogue, multipliers, start, end, undefined);
          },
        });
  if (personal.length === 0) return shared;
  const multipliers = shared?.slice(0, catalogue.size) ?? new Float32Array(catalogue.size).fill(1);
  applyRules(personal, catalogue, multipliers, 0, catalogue.size, userLocation);
  return multipliers;
}

/** Keeps the product of many boosts a finite number, so that a score of 0 stays 0. */
const maxMultiplier = 1e9;

const kept = new Uint8Array(blockRows);

function applyRules(
  rules: readonly ScoreRule[],
  columns: Columns,
  multipliers: Float32Array,
  start: number,
  end: number,
  userLocation: GeoPoint | undefined,
): void {
  for (let from = start; from < end; from += blockRows) {
    const count = Math.min(blockRows, end - from);
    for (const rule of rules) {
      if (rule.kind === 'decay') {
        applyDecay(rule.decay, columns, multipliers, from, from + count, userLocation);
        continue;
      }
      kept.fill(1, 0, count);
      rule.filter.keep(columns, from, count, kept, userLocation);
      for (let i = 0; i < count; i++) {
        if (kept[i] === 1) multipliers[from + i] = Math.min(maxMultiplier, multipliers[from + i]! * rule.factor);
      }
    }
  }
}
