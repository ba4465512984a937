import type { Model } from '@curio/contracts';

/**
 * Whether a new version may serve by itself: it must not be worse than recommending what is popular. What cannot be
 * measured (a catalogue without interactions) passes, for it is all there is.
 */
export function gate(metrics: Model['metrics'], baseline: Model['baseline']): NonNullable<Model['gate']> {
  const ours = metrics?.['ndcg@10']?.value;
  const theirs = baseline?.metrics['ndcg@10']?.value;
  const measured = Number.isFinite(ours) && Number.isFinite(theirs) && !(ours === 0 && theirs === 0);
  if (ours === undefined || theirs === undefined || !measured) {
    return { passed: true, why: 'There are too few interactions to measure with, so nothing speaks against it.' };
  }
  const figures = `NDCG@10 is ${ours.toFixed(4)}, that of popularity ${theirs.toFixed(4)}`;
  if (ours < theirs) {
    return {
      passed: false,
      why: `${figures}: recommending what is popular would do better, so it does not go live by itself.`,
    };
  }
  const lift = theirs > 0 ? ` (${(ours / theirs).toFixed(2)} times)` : '';
  return { passed: true, why: `${figures}${lift}.` };
}
