import type { GeoPoint } from '@curio/contracts';

/** The user's own location: the own field `location`, else the first field that holds a point. */
export function userLocation(fields: Readonly<Record<string, unknown>> | undefined): GeoPoint | undefined {
  if (!fields) return undefined;
  if (Object.hasOwn(fields, 'location') && isGeoPoint(fields.location)) return fields.location;
  return Object.values(fields).find(isGeoPoint);
}

export function isGeoPoint(value: unknown): value is GeoPoint {
  return (
    typeof value === 'object' &&
    value !== null &&
    'lat' in value &&
    'lon' in value &&
    typeof value.lat === 'number' &&
    typeof value.lon === 'number'
  );
}
