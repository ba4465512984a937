import type { GeoPoint } from '@curio/contracts';

const pair = /^\(?\s*(-?\d+(?:\.\d+)?)\s*[,; ]\s*(-?\d+(?:\.\d+)?)\s*\)?$/;
const wkt = /^POINT\s*\(\s*(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s*\)$/i;

/** `52.37, 4.89` (latitude first) or WKT `POINT(4.89 52.37)` (longitude first), in degrees. */
export function parseGeo(text: string): GeoPoint | undefined {
  const body = text.trim();
  const point = wkt.exec(body);
  const numbers = point ? [point[2], point[1]] : pair.exec(body)?.slice(1);
  if (!numbers) return undefined;
  const [lat, lon] = numbers.map(Number) as [number, number];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : undefined;
}
