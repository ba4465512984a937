/** Mean radius of the earth in km (IUGG). */
const earthRadiusKm = 6371.0088;
const radians = Math.PI / 180;

/**
 * Great-circle distance in km between two points in degrees: the haversine formula (Sinnott, "Virtues of the Haversine",
 * 1984), which stays exact for near points.
 */
export function distanceKm(fromLat: number, fromLon: number, toLat: number, toLon: number): number {
  return distanceFrom(fromLat, fromLon, cosineOf(fromLat), toLat, toLon);
}

/** The same with the cosine of the first latitude, which is computed once for many points. */
export function distanceFrom(
  fromLat: number,
  fromLon: number,
  fromCosine: number,
  toLat: number,
  toLon: number,
): number {
  const x = Math.sin(((toLat - fromLat) * radians) / 2);
  const y = Math.sin(((toLon - fromLon) * radians) / 2);
  const h = x * x + fromCosine * cosineOf(toLat) * y * y;
  // Rounding can lift opposite points above 1.
  return 2 * earthRadiusKm * Math.asin(Math.sqrt(Math.min(1, h)));
}

export const cosineOf = (degrees: number): number => Math.cos(degrees * radians);

/** Degrees of latitude beyond which every point is farther away than `km`, with room for rounding. */
export function latitudeReach(km: number): number {
  return (km / earthRadiusKm / radians) * (1 + 1e-9) + 1e-9;
}

/**
 * Degrees of longitude, at most 180, beyond which every point is farther away than `km` from a point at this latitude, with
 * room for rounding: asin(sin(r) / cos(latitude)) for the angle r, or 180 where a pole is within reach.
 */
export function longitudeReach(latitude: number, km: number): number {
  const reach = km / earthRadiusKm;
  // The reach of the latitude has room for rounding.
  if (Math.abs(latitude) + latitudeReach(km) >= 90) return 180;
  const share = Math.sin(reach) / Math.cos(latitude * radians);
  return share < 1 ? (Math.asin(share) / radians) * (1 + 1e-6) + 1e-9 : 180;
}
