import type { Catalogue } from './catalogue.ts';
import type { Range } from './choose-ranking.ts';
import type { Source, UserIndependentRanking } from './query.ts';
import type { Scorer } from './scorer.ts';

export interface ScoreScale {
  /** Only scores above 0 are of items that the model found: where 0 means that nothing is known about an item. */
  positiveOnly: boolean;
  /** The score that is 0 in the list, and how far above it that of 1 is. */
  low: number;
  width: number;
  /** A model's score on the scale from 0 to 1 of the range. */
  scaled(score: number): number;
}

/** How the scores of a ranking become scores of a list. */
export function scaleOf({ low: lowest, high }: Range, scorer: Scorer | undefined, source: Source): ScoreScale {
  const positiveOnly = scorer?.zeroIsUnknown === true || source === 'similar';
  const low = positiveOnly ? Math.max(0, lowest) : lowest;
  const width = high - low;
  return { positiveOnly, low, width, scaled: (score) => (width > 0 ? Math.max(0, score - low) / width : 1) };
}

/** The score of an item at a place of a user-independent ranking, from 0 to 1: by popularity its share of the most users. */
export function rankedShare(
  catalogue: Catalogue,
  ranking: UserIndependentRanking,
): (item: number, place: number) => number {
  const { userCounts, popular } = catalogue;
  if (ranking !== 'popular') return (_item, place) => 1 - place / catalogue[ranking].length;
  const mostUsers = Math.max(1, userCounts[popular[0]] ?? 0);
  return (item) => userCounts[item] / mostUsers;
}
