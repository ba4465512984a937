/** Mean radius of the earth in km (IUGG). */
const earthRadiusKm = 6371.0088;
const radians = Math.PI / 180;

/**
 * Great-circle distance in km between two points in degrees: the haversine formula (Sinnott, "Virtues of the Haversine",
 * 1984), which stays exact for near points.
 */
export function distanceKm(fromLat: number, fromLon: number, toLat: number, toLon: number): number {
  const x = Math.sin(((toLat - fromLat) * radians) / 2);
  const y = Math.sin(((toLon - fromLon) * radians) / 2);
  const h = x * x + Math.cos(fromLat * radians) * Math.cos(toLat * radians) * y * y;
  // Rounding can lift opposite points above 1.
  return 2 * earthRadiusKm * Math.asin(Math.sqrt(Math.min(1, h)));
}

/** Degrees of latitude beyond which every point is farther away than `km`, with room for rounding. */
export function latitudeReach(km: number): number {
  return (km / earthRadiusKm / radians) * (1 + 1e-9) + 1e-9;
}
