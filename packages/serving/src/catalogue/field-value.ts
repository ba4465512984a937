import type { Column } from './column.ts';

/** The value of a row as the API answers it: dates as ISO 8601 in UTC, null where it is missing. */
export function fieldValue(column: Column, row: number): unknown {
  switch (column.type) {
    case 'number':
      return numberOrNull(column.values[row]);
    case 'date': {
      const time = numberOrNull(column.values[row]);
      return time === null ? null : new Date(time).toISOString();
    }
    case 'boolean': {
      const code = column.values[row];
      return code === 0 || code === 1 ? code === 1 : null;
    }
    case 'text':
    case 'list':
      return column.values[row] ?? null;
    case 'geo': {
      const lat = numberOrNull(column.lat[row]);
      return lat === null ? null : { lat, lon: numberOrNull(column.lon[row]) };
    }
  }
}

function numberOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
