/** 97.5 % quantile of the normal distribution: both sides together leave 5 %. */
const z = 1.959964;

export interface Interval {
  low: number;
  high: number;
}

/**
 * 95 % confidence interval of a share, such as a click-through rate, by the score method of Wilson (1927), "Probable
 * inference, the law of succession, and statistical inference". It stays within 0 and 1 and holds for few trials too.
 *
 * @param successes 0 to `trials`. More are counted as `trials`: an impression can be clicked twice.
 * @returns null without trials.
 */
export function wilson(successes: number, trials: number): Interval | null {
  if (trials <= 0) return null;
  const share = Math.min(1, successes / trials);
  const centre = share + z ** 2 / (2 * trials);
  const margin = z * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  const scale = 1 + z ** 2 / trials;
  return { low: Math.max(0, (centre - margin) / scale), high: Math.min(1, (centre + margin) / scale) };
}

/**
 * 95 % confidence interval of the difference `now` − `before` of two independent shares: method 10 of Newcombe (1998),
 * "Interval estimation for the difference between independent proportions", which combines two Wilson intervals.
 *
 * @returns null where one of them has no trials.
 */
export function differenceInterval(
  now: { successes: number; trials: number },
  before: { successes: number; trials: number },
): Interval | null {
  const a = wilson(now.successes, now.trials);
  const b = wilson(before.successes, before.trials);
  if (!a || !b) return null;
  const p = Math.min(1, now.successes / now.trials);
  const q = Math.min(1, before.successes / before.trials);
  return {
    low: p - q - Math.hypot(p - a.low, b.high - q),
    high: p - q + Math.hypot(a.high - p, q - b.low),
  };
}
