import type { DecayRule, GeoPoint } from '@curio/contracts';
import type { FieldType } from '../catalogue/column.ts';
import { fieldValue } from '../catalogue/field-value.ts';
import type { InputError } from '../filter/check-filter.ts';
import { unknownField } from '../filter/check-filter.ts';
import { valueText } from '../filter/describe-filter.ts';
import { cosineOf, distanceFrom, distanceKm, latitudeReach, longitudeReach } from '../filter/distance.ts';
import { type Columns, columnOf } from '../filter/keep-rows.ts';
import { parseTime } from '../filter/parse-time.ts';

const dayMs = 86_400_000;

/** A decay with its origin in the units of its column; `origin` undefined: the user's own location. */
export type Decay = { field: string; rule: DecayRule } & (
  | { type: 'number' | 'date'; origin: number; scale: number }
  | { type: 'geo'; origin: GeoPoint | undefined; scale: number }
);

/** Reads the origin by the type of the field; returns what is wrong with it otherwise. */
export function compileDecay(
  rule: DecayRule,
  fieldTypes: ReadonlyMap<string, FieldType>,
  pointer: string,
): Decay | InputError {
  const {
    field,
    decay: { origin, scale },
  } = rule;
  const type = fieldTypes.get(field);
  if (!type) return unknownField(field, fieldTypes, `${pointer}/field`);
  const wrong = (operand: string) => ({
    pointer: `${pointer}/decay/origin`,
    detail: `${field} is a ${type === 'geo' ? 'location' : type}: give ${operand}`,
  });
  switch (type) {
    case 'number':
      return typeof origin === 'number' ? { field, rule, type, origin, scale } : wrong('a number');
    case 'date': {
      const time = typeof origin === 'string' ? parseTime(origin) : undefined;
      if (time === undefined) return wrong('a time in ISO 8601, such as 2026-01-31T12:00:00Z');
      return { field, rule, type, origin: time, scale: scale * dayMs };
    }
    case 'geo':
      if (origin === 'user') return { field, rule, type, origin: undefined, scale };
      return typeof origin === 'object' ? { field, rule, type, origin, scale } : wrong('{"lat":…,"lon":…} or "user"');
    default:
      return {
        pointer: `${pointer}/field`,
        detail: `A boost decays with numbers, dates and locations; ${field} is a ${type}`,
      };
  }
}

/** A multiplier of at most 1e9 times 0.5 ^ 180 is 0 in single precision. */
const scalesTo0 = 180;

/**
 * Multiplies the values of rows `start` to `end` by 0.5 ^ (distance / scale). Rows without a value, and all rows where the
 * origin is the user's location and the user has none, keep theirs: the rule does not apply to them.
 */
export function applyDecay(
  decay: Decay,
  columns: Columns,
  multipliers: Float32Array,
  start: number,
  end: number,
  userLocation: GeoPoint | undefined,
): void {
  const column = columnOf(decay, columns);
  if (decay.type === 'geo') {
    const origin = decay.origin ?? userLocation;
    if (!origin || column.type !== 'geo') return;
    const { lat, lon } = column;
    const cosine = cosineOf(origin.lat);
    const reach = latitudeReach(decay.scale * scalesTo0);
    const across = longitudeReach(origin.lat, decay.scale * scalesTo0);
    for (let row = start; row < end; row++) {
      // Far rows need neither a sine nor an exponential.
      const difference = Math.abs(lon[row]! - origin.lon);
      if (Math.abs(lat[row]! - origin.lat) > reach || Math.min(difference, 360 - difference) > across) {
        multipliers[row] = 0;
        continue;
      }
      const distance = distanceFrom(origin.lat, origin.lon, cosine, lat[row]!, lon[row]!);
      if (distance >= 0) multipliers[row]! *= decayed(distance, decay.scale);
    }
    return;
  }
  if (column.type !== 'number' && column.type !== 'date') return;
  const { values } = column;
  for (let row = start; row < end; row++) {
    const distance = Math.abs(values[row]! - decay.origin);
    if (distance >= 0) multipliers[row]! *= decayed(distance, decay.scale);
  }
}

/** 0.5 ^ (distance / scale), by the exponential function: several times as fast as a power. */
const decayed = (distance: number, scale: number): number => Math.exp((-Math.LN2 * distance) / scale);

/** "Weighted × 0.71: price 5 is 5 from 0"; undefined where the rule does not apply to the row. */
export function explainDecay(
  decay: Decay,
  columns: Columns,
  row: number,
  userLocation: GeoPoint | undefined,
): string | undefined {
  const column = columnOf(decay, columns);
  const value = fieldValue(column, row);
  if (value === null) return undefined;
  const { field, scale, rule } = decay;
  const weighted = (distance: number) => `Weighted × ${rounded(decayed(distance, scale))}: ${field}`;
  if (decay.type === 'geo') {
    const origin = decay.origin ?? userLocation;
    if (!origin || column.type !== 'geo') return undefined;
    const distance = distanceKm(origin.lat, origin.lon, column.lat[row]!, column.lon[row]!);
    const from = decay.origin ? `${origin.lat}, ${origin.lon}` : 'the user';
    return `${weighted(distance)} is ${rounded(distance)} km from ${from}`;
  }
  if (column.type !== 'number' && column.type !== 'date') return undefined;
  const distance = Math.abs(column.values[row]! - decay.origin);
  const { origin } = rule.decay;
  if (decay.type === 'date') return `${weighted(distance)} is ${rounded(distance / dayMs)} days from ${String(origin)}`;
  return `${weighted(distance)} ${valueText(value)} is ${rounded(distance)} from ${String(origin)}`;
}

/** Three significant digits: enough for a sentence. */
export const rounded = (value: number): number => Number(value.toPrecision(3));
