import type { GeoPoint } from '@curio/contracts';
import type { Column } from '../catalogue/column.ts';
import { distanceKm, latitudeReach, longitudeReach } from './distance.ts';

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

/** Up to so many values, comparing with each is faster than a set of numbers. */
const fewValues = 8;

/** NaN, the missing value, fails every comparison. Number() of a comparison compiles to no branch, which would be mispredicted. */
export const numbers = {
  isEqual:
    (value: number, wanted: boolean): ColumnTest<NumberColumn> =>
    ({ values }, start, count, kept) => {
      const unwanted = Number(!wanted);
      for (let i = 0; i < count; i++) kept[i]! &= Number(values[start + i] === value) ^ unwanted;
    },
  isOneOf: (set: ReadonlySet<number>, wanted: boolean): ColumnTest<NumberColumn> => {
    const unwanted = Number(!wanted);
    const few = [...set];
    if (few.length > fewValues) {
      return ({ values }, start, count, kept) => {
        for (let i = 0; i < count; i++) kept[i]! &= Number(set.has(values[start + i]!)) ^ unwanted;
      };
    }
    return ({ values }, start, count, kept) => {
      for (let i = 0; i < count; i++) {
        const value = values[start + i];
        let found = 0;
        for (let k = 0; k < few.length; k++) found |= Number(value === few[k]);
        kept[i]! &= found ^ unwanted;
      }
    };
  },
  isAbove:
    (bound: number): ColumnTest<NumberColumn> =>
    ({ values }, start, count, kept) => {
      for (let i = 0; i < count; i++) kept[i]! &= Number(values[start + i]! > bound);
    },
  isAtLeast:
    (bound: number): ColumnTest<NumberColumn> =>
    ({ values }, start, count, kept) => {
      for (let i = 0; i < count; i++) kept[i]! &= Number(values[start + i]! >= bound);
    },
  isBelow:
    (bound: number): ColumnTest<NumberColumn> =>
    ({ values }, start, count, kept) => {
      for (let i = 0; i < count; i++) kept[i]! &= Number(values[start + i]! < bound);
    },
  isAtMost:
    (bound: number): ColumnTest<NumberColumn> =>
    ({ values }, start, count, kept) => {
      for (let i = 0; i < count; i++) kept[i]! &= Number(values[start + i]! <= bound);
    },
  hasValue:
    (wanted: boolean): ColumnTest<NumberColumn> =>
    ({ values }, start, count, kept) => {
      const unwanted = Number(!wanted);
      for (let i = 0; i < count; i++) kept[i]! &= Number(values[start + i]! >= Number.NEGATIVE_INFINITY) ^ unwanted;
    },
};

const noBoolean = 2;

/** The test whose result for 0, 1 and 2 (no value) is in a table. */
const byTable =
  (table: Uint8Array): ColumnTest<BooleanColumn> =>
  ({ values }, start, count, kept) => {
    for (let i = 0; i < count; i++) kept[i]! &= table[values[start + i] ?? noBoolean]!;
  };

export const booleans = {
  isOneOf: (set: ReadonlySet<number>, wanted: boolean): ColumnTest<BooleanColumn> =>
    byTable(Uint8Array.of(Number(set.has(0) === wanted), Number(set.has(1) === wanted), Number(!wanted))),
  hasValue: (wanted: boolean): ColumnTest<BooleanColumn> =>
    byTable(Uint8Array.of(Number(wanted), Number(wanted), Number(!wanted))),
};

export const texts = {
  isEqual:
    (value: string, wanted: boolean): ColumnTest<TextColumn> =>
    ({ values }, start, count, kept) => {
      for (let i = 0; i < count; i++) kept[i]! &= Number((values[start + i] === value) === wanted);
    },
  isOneOf: (set: ReadonlySet<string>, wanted: boolean): ColumnTest<TextColumn> => {
    const includes = inclusionOf(set);
    return ({ values }, start, count, kept) => {
      for (let i = 0; i < count; i++) {
        const value = values[start + i];
        if (kept[i] === 1 && (typeof value === 'string' && includes(value)) !== wanted) kept[i] = 0;
      }
    };
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
  isOneOf: (set: ReadonlySet<string>, wanted: boolean): ColumnTest<ListColumn> => {
    const includes = inclusionOf(set);
    return ({ values }, start, count, kept) => {
      for (let i = 0; i < count; i++) {
        if (kept[i] === 1 && (values[start + i]?.some(includes) ?? false) !== wanted) kept[i] = 0;
      }
    };
  },
  hasValue:
    (wanted: boolean): ColumnTest<ListColumn> =>
    ({ values }, start, count, kept) => {
      for (let i = 0; i < count; i++) if ((values[start + i]?.length ?? 0) > 0 !== wanted) kept[i] = 0;
    },
};

/** Whether a text is one of the set: the fastest way for its size. */
function inclusionOf(set: ReadonlySet<string>): (value: string) => boolean {
  const few = [...set];
  if (few.length === 1) return (value) => value === few[0];
  return few.length <= fewValues ? (value) => few.includes(value) : (value) => set.has(value);
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
      const across = longitudeReach(from.lat, km);
      for (let i = 0; i < count; i++) {
        if (kept[i] === 0) continue;
        const row = start + i;
        // The differences of latitudes and longitudes decide for most rows, without a sine.
        if (!(Math.abs(lat[row]! - from.lat) <= reach)) {
          kept[i] = 0;
          continue;
        }
        const difference = Math.abs(lon[row]! - from.lon);
        const isNear =
          Math.min(difference, 360 - difference) <= across &&
          distanceKm(from.lat, from.lon, lat[row]!, lon[row]!) <= km;
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
