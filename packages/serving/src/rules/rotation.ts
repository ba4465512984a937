import { rounded } from './decay.ts';

/** An item shown at the start of a visit stays low during it, and is almost as before after three days. */
const halfLifeHours = 24;
const halfLifeMs = halfLifeHours * 3_600_000;

/** An event of the user, in rows of the catalogue; `time` in milliseconds since 1970. */
interface Impression {
  row: number;
  time: number;
}

/**
 * What the scores of items shown to this user are multiplied by, by row: 1 − rotation · 0.5 ^ (age / half-life) of the newest
 * impression, with a half-life of 24 hours. 0 for an item shown now with rotation 1; items that are not in the map keep
 * their scores.
 *
 * @param impressions The user's events of type impression, in any order.
 * @param rotation From 0 (no effect) to 1.
 * @param now In milliseconds since 1970. An impression in the future counts as one of now.
 */
export function rotationMultipliers(
  impressions: Iterable<Impression>,
  rotation: number,
  now: number,
): Map<number, number> {
  const multipliers = new Map<number, number>();
  if (rotation === 0) return multipliers;
  for (const { row, time } of impressions) {
    const age = Math.max(0, now - time);
    const multiplier = Math.max(0, 1 - rotation * 0.5 ** (age / halfLifeMs));
    multipliers.set(row, Math.min(multiplier, multipliers.get(row) ?? 1));
  }
  return multipliers;
}

export const explainRotation = (multiplier: number): string =>
  `Lowered × ${rounded(multiplier)}: shown to this user lately`;
