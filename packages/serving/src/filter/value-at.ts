import type { Column } from '../catalogue/column.ts';

/** The value of a row: dates as ISO 8601, locations as [latitude, longitude]; undefined where the row has none. */
export function valueAt(
  column: Column,
  row: number,
): string | number | boolean | readonly (string | number)[] | undefined {
  switch (column.type) {
    case 'number':
    case 'date': {
      const value = column.values[row];
      if (value === undefined || Number.isNaN(value)) return undefined;
      return column.type === 'number' ? value : dateText(value);
    }
    case 'boolean': {
      const value = column.values[row] ?? 2;
      return value < 2 ? value === 1 : undefined;
    }
    case 'text':
      return column.values[row] ?? undefined;
    case 'list': {
      const list = column.values[row];
      return list && list.length > 0 ? list : undefined;
    }
    case 'geo': {
      const lat = column.lat[row] ?? Number.NaN;
      return Number.isNaN(lat) ? undefined : [lat, column.lon[row] ?? Number.NaN];
    }
  }
}

/** A time beyond the range of a Date, which has no ISO text, as its number. */
function dateText(time: number): string | number {
  return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : time;
}
