import type { GateResult, IncumbentComparison, Model } from '@curio/contracts';

export interface GateInput {
  metrics: Model['metrics'];
  baseline: Model['baseline'];
  /** The live version on the same held-out rows; undefined where none is live, or it could not be measured. */
  incumbent?: IncumbentComparison | null | undefined;
}

/** A version that loses more than this share of the live version's NDCG@10 is refused, however wide the intervals are. */
const maxRelativeLoss = 0.1;
const metric = 'ndcg@10';

/**
 * Whether a new version is good enough to go live without a decision of a user. It must not be worse than recommending
 * what is popular, nor measurably worse than the live version: that is, the paired bootstrap interval of the difference
 * must reach zero, and the loss must be at most a tenth. A version that cannot be measured (a catalogue without
 * interactions) passes.
 */
export function gate({ metrics, baseline, incumbent }: GateInput): GateResult {
  const ours = metrics?.[metric];
  const popular = baseline?.metrics[metric];
  const live = incumbent?.metrics[metric];
  if (!isMeasured(ours?.value) || !isMeasured(popular?.value) || (ours.value === 0 && popular.value === 0)) {
    return { passed: true, why: 'There are too few interactions to measure its accuracy.' };
  }
  if (ours.value < popular.value) {
    const why = `${figures(ours.value)}, that of popularity ${popular.value.toFixed(4)}: recommending popular items would do better.`;
    return { passed: false, why };
  }
  if (incumbent && live && isMeasured(live.value)) {
    const compared = `${figures(ours.value)}, that of live version ${incumbent.version} ${live.value.toFixed(4)} ${
      incumbent.comparedOn === 'refit' ? 'on the same held-out interactions' : 'when it was trained'
    }`;
    // Stored figures come from other rows, so there is no paired difference: the intervals must not be apart.
    const difference = incumbent.difference?.[metric];
    const measurablyWorse = difference ? difference.high < 0 : ours.high < live.low;
    if (measurablyWorse || ours.value < live.value * (1 - maxRelativeLoss)) {
      return { passed: false, why: `${compared}: the live version does better.` };
    }
    return { passed: true, why: `${compared}.` };
  }
  const ratio = popular.value > 0 ? ` (${(ours.value / popular.value).toFixed(2)} times)` : '';
  return { passed: true, why: `${figures(ours.value)}, that of popularity ${popular.value.toFixed(4)}${ratio}.` };
}

const figures = (value: number) => `NDCG@10 is ${value.toFixed(4)}`;

function isMeasured<T extends number | undefined>(value: T): value is T & number {
  return value !== undefined && Number.isFinite(value);
}
