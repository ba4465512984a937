import fc from 'fast-check';
import { expect, it } from 'vitest';
import { distanceKm, latitudeReach, longitudeReach } from '../../src/filter/distance.ts';
import { userLocation } from '../../src/filter/user-location.ts';
import { distance } from './brute-force.ts';

const lat = fc.double({ min: -90, max: 90, noNaN: true });
const lon = fc.double({ min: -180, max: 180, noNaN: true });

it('is the angle between two points times the radius of the earth', () => {
  fc.assert(
    fc.property(lat, lon, lat, lon, (a, b, c, d) => {
      // The haversine of opposite points loses half of the digits.
      expect(distanceKm(a, b, c, d)).toBeCloseTo(distance({ lat: a, lon: b }, { lat: c, lon: d }), 2);
    }),
  );
});

it('points within reach differ by at most the reach in latitude and in longitude', () => {
  const km = fc.oneof(fc.double({ min: 0, max: 20_100, noNaN: true }), fc.double({ min: 0, max: 5, noNaN: true }));
  const step = fc.double({ min: -1, max: 1, noNaN: true });
  let near = 0;
  fc.assert(
    fc.property(lat, lon, km, step, step, fc.boolean(), (a, b, radius, north, east, isPolar) => {
      const from = { lat: isPolar ? Math.sign(a) * (90 - Math.abs(a) / 1000) : a, lon: b };
      const across = longitudeReach(from.lat, radius);
      const to = {
        lat: Math.max(-90, Math.min(90, from.lat + north * latitudeReach(radius) * 1.1)),
        lon: ((from.lon + east * across * 1.1 + 540) % 360) - 180,
      };
      if (distanceKm(from.lat, from.lon, to.lat, to.lon) > radius) return;
      near++;
      const difference = Math.abs(to.lon - from.lon);
      expect(Math.abs(to.lat - from.lat)).toBeLessThanOrEqual(latitudeReach(radius));
      expect(Math.min(difference, 360 - difference)).toBeLessThanOrEqual(across);
    }),
    { numRuns: 5000 },
  );
  expect(near).toBeGreaterThan(1000);
});

it('from Berlin to Paris is 878 km', () => {
  expect(distanceKm(52.52, 13.405, 48.8566, 2.3522)).toBeCloseTo(877.5, 0);
});

it('half around the earth is a number', () => expect(distanceKm(0, 0, 0, 180)).toBeCloseTo(20_015.115, 2));

it("starts from the user's field location, else from the first field with a point", () => {
  const [home, shop] = [
    { lat: 1, lon: 2 },
    { lat: 3, lon: 4 },
  ];
  expect(userLocation({ shop, location: home })).toBe(home);
  expect(userLocation({ name: 'x', location: 'Berlin', shop })).toBe(shop);
  expect(userLocation({ name: 'x', tags: ['lat'] })).toBeUndefined();
  expect(userLocation(undefined)).toBeUndefined();
});
