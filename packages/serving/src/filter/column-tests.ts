import type { GeoPoint } from '@curio/contracts';
import type { Column } from '../catalogue/column.ts';
import { distanceKm, latitudeReach } from './distance.ts';

type ColumnOf<T extends Column['type']> = Extract<Column, { type: T }>;
export type NumberColumn = ColumnOf<'number'>;
export type BooleanColumn = ColumnOf<'boolean'>;
export type TextColumn = ColumnOf<'text'>;
export type ListColumn = ColumnOf<'list'>;
export type GeoColumn = ColumnOf<'geo'>;

/**
 * One operator applied to the rows `start` to `start + count` of a column: sets `kept[i]` to 0 where row `start + i` fails,
 * and leaves it as it is where the row passes, so that several tests in turn keep the rows that pass all of them.
 *
 * Each is a loop over an array, and not a function of a row, because a mask is computed over whole catalogues. Rows without
 * a value pass `isEqual` and `isOneOf` with `wanted` false, and `hasValue` with `wanted` false, and fail the others.
 */
export type ColumnTest<C extends Column = Column> = (
  column: C,
  start: number,
  count: number,
  kept: Uint8Array,
  userLocation: GeoPoint | undefined,
) => void;

/** NaN, the missing value, fails every comparison. */
export const numbers = {
  isEqual:
    (value: number, wanted: boolean): ColumnTest<NumberColumn> =>
    ({ values }, start, count, kept) => {
      if (wanted) for (let i = 0; i < count; i++) kept[i]! &= values[start + i] === value ? 1 : 0;
      else for (let i = 0; i < count; i++) kept[i]! &= values[start + i] === value ? 0 : 1;
    },
  isOneOf:
    (set: ReadonlySet<number>, wanted: boolean): ColumnTest<NumberColumn> =>
    ({ values }, start, count, kept) => {
      for (let i = 0; i < count; i++) if (kept[i] === 1 && set.has(values[start + i]!) !== wanted) kept[i] = 0;
    },
  isAbove:
    (bound: number): ColumnTest<NumberColumn> =>
    ({ values }, start, count, kept) => {
      for (let i = 0; i < count; i++) kept[i]! &= values[start + i]! > bound ? 1 : 0;
    },
  isAtLeast:
    (bound: number): ColumnTest<NumberColumn> =>
    ({ values }, start, count, kept) => {
      for (let i = 0; i < count; i++) kept[i]! &= values[start + i]! >= bound ? 1 : 0;
    },
  isBelow:
    (bound: number): ColumnTest<NumberColumn> =>
    ({ values }, start, count, kept) => {
      for (let i = 0; i < count; i++) kept[i]! &= values[start + i]! < bound ? 1 : 0;
    },
  isAtMost:
    (bound: number): ColumnTest<NumberColumn> =>
    ({ values }, start, count, kept) => {
      for (let i = 0; i < count; i++) kept[i]! &= values[start + i]! <= bound ? 1 : 0;
    },
  hasValue:
    (wanted: boolean): ColumnTest<NumberColumn> =>
    ({ values }, start, count, kept) => {
      const yes = wanted ? 1 : 0;
      for (let i = 0; i < count; i++) kept[i]! &= values[start + i]! >= Number.NEGATIVE_INFINITY ? yes : 1 - yes;
    },
};

export const booleans = {
  isOneOf:
    (set: ReadonlySet<number>, wanted: boolean): ColumnTest<BooleanColumn> =>
    ({ values }, start, count, kept) => {
      for (let i = 0; i < count; i++) if (set.has(values[start + i]!) !== wanted) kept[i] = 0;
    },
  hasValue:
    (wanted: boolean): ColumnTest<BooleanColumn> =>
    ({ values }, start, count, kept) => {
      for (let i = 0; i < count; i++) if (values[start + i]! < 2 !== wanted) kept[i] = 0;
    },
};

export const texts = {
  isEqual:
    (value: string, wanted: boolean): ColumnTest<TextColumn> =>
    ({ values }, start, count, kept) => {
      for (let i = 0; i < count; i++) if (kept[i] === 1 && (values[start + i] === value) !== wanted) kept[i] = 0;
    },
  isOneOf:
    (set: ReadonlySet<string | null | undefined>, wanted: boolean): ColumnTest<TextColumn> =>
    ({ values }, start, count, kept) => {
      for (let i = 0; i < count; i++) if (kept[i] === 1 && set.has(values[start + i]) !== wanted) kept[i] = 0;
    },
  contains: (part: string): ColumnTest<TextColumn> => {
    const lower = part.toLowerCase();
    return ({ values }, start, count, kept) => {
      for (let i = 0; i < count; i++) {
        if (kept[i] === 1 && !values[start + i]?.toLowerCase().includes(lower)) kept[i] = 0;
      }
    };
  },
  hasValue:
    (wanted: boolean): ColumnTest<TextColumn> =>
    ({ values }, start, count, kept) => {
      for (let i = 0; i < count; i++) if ((typeof values[start + i] === 'string') !== wanted) kept[i] = 0;
    },
};

/** An empty list is a missing value. */
export const lists = {
  isOneOf:
    (set: ReadonlySet<string>, wanted: boolean): ColumnTest<ListColumn> =>
    ({ values }, start, count, kept) => {
      for (let i = 0; i < count; i++) if (kept[i] === 1 && hasAny(values[start + i], set) !== wanted) kept[i] = 0;
    },
  hasValue:
    (wanted: boolean): ColumnTest<ListColumn> =>
    ({ values }, start, count, kept) => {
      for (let i = 0; i < count; i++) if ((values[start + i]?.length ?? 0) > 0 !== wanted) kept[i] = 0;
    },
};

function hasAny(list: readonly string[] | null | undefined, set: ReadonlySet<string>): boolean {
  if (list) for (let i = 0; i < list.length; i++) if (set.has(list[i]!)) return true;
  return false;
}

export const locations = {
  /** `centre` undefined: the user's own location; a user without one is near nothing. */
  isWithin: (km: number, centre: GeoPoint | undefined): ColumnTest<GeoColumn> => {
    const reach = latitudeReach(km);
    return ({ lat, lon }, start, count, kept, userLocation) => {
      const from = centre ?? userLocation;
      if (!from) {
        kept.fill(0, 0, count);
        return;
      }
      for (let i = 0; i < count; i++) {
        if (kept[i] === 0) continue;
        const row = start + i;
        // The difference of latitudes decides for most rows, without a sine.
        const isNear =
          Math.abs(lat[row]! - from.lat) <= reach && distanceKm(from.lat, from.lon, lat[row]!, lon[row]!) <= km;
        if (!isNear) kept[i] = 0;
      }
    };
  },
  hasValue:
    (wanted: boolean): ColumnTest<GeoColumn> =>
    ({ lat }, start, count, kept) => {
      for (let i = 0; i < count; i++) if (lat[start + i]! >= -90 !== wanted) kept[i] = 0;
    },
};
