import { algorithmNamed } from '../../algorithms/index.ts';
import { completeParams } from '../../algorithms/params.ts';
import { countUsers } from '../../data/item-rankings.ts';
import type { Split } from '../../data/split.ts';
import { type EnsembleMember, ensembleSpec, type ModelSpec, specParams } from '../../ensemble/spec.ts';
import { tuneWeights } from '../../ensemble/tune-weights.ts';
import { evaluate } from '../../evaluation/evaluate.ts';
import { type LeaderboardEntry, objective } from '../../evaluation/leaderboard.ts';
import { seeded, shuffle } from '../../math/random.ts';
import type { Scorer } from '../../scoring/scorer.ts';
import { blendScorer } from '../../scoring/scorers/blend.ts';
import { popularScorer } from '../../scoring/scorers/popular.ts';
import type { ChoiceInput, FittedMembers } from './choice.ts';
import type { Trial, TrialEvaluation } from './run-trial.ts';
import { usersOf } from './validation-split.ts';

export interface BlendInput extends ChoiceInput {
  split: Split;
  /** Best first. */
  ranked: Trial[];
  evaluation: TrialEvaluation;
}

export interface Blend {
  spec: ModelSpec;
  entry: LeaderboardEntry;
  fitted: FittedMembers;
}

/** The weight of a member that stays although the blend is as good without it: it covers items that the others do not. */
export const minMemberWeight = 0.02;

/** A blend costs more to serve than its best member, so it must rank so much better. */
const minRelativeGain = 0.005;
/** Weights are cheap to try, so they are tuned on many users. */
const maxUsers = 4000;
/** Shares of the time left for collecting users (more users, less chance in the weights) and for finding the weights. */
const collectingShare = 0.06;
const tuningShare = 0.15;
/** A member of the blend is fitted twice and measured three times more; the divisor is a margin. */
const margin = 1.2;

type OpenMember = EnsembleMember & { scorer: Scorer; trial: Trial | undefined };

/** The best blend of the trials and popularity by the validation part; undefined where none beats the best trial. */
export async function blendTrials(input: BlendInput): Promise<Blend | undefined> {
  const { context, split, coldItems, budget, ranked, report } = input;
  const elapsed = budget.stopwatch();
  const userCounts = countUsers(split.train, context.items);
  const trials = affordableTrials(input).filter(({ algorithm }) => algorithm.kind !== 'baseline');
  if (trials.length === 0) return undefined;
  const scorers = [...trials.map(({ scorer }) => scorer), popularScorer(userCounts)];
  const [collecting, tuning] = [budget.share(collectingShare), budget.share(tuningShare)];
  const weights = await tuneWeights({
    scorers,
    train: split.train,
    test: split.test,
    users: sampleUsers(split, context.seed),
    userRecords: context.dataset.userRecords,
    userCounts,
    excluded: coldItems,
    signal: context.signal,
    isEnough: () => collecting.isSpent,
    isLate: () => tuning.isSpent,
  });
  const popular = algorithmNamed('popular');
  const members = weights.flatMap((tuned, place): OpenMember[] => {
    const trial = trials[place];
    const scorer = scorers[place];
    if (!scorer) return [];
    const { algorithm, params } = trial ?? { algorithm: popular, params: completeParams(popular, {}) };
    const weight = coversNewItems(algorithm.name, coldItems) ? Math.max(minMemberWeight, tuned.weight) : tuned.weight;
    return weight === 0 ? [] : [{ algorithm, params, ...tuned, weight, scorer, trial }];
  });
  const [bestTrial] = ranked;
  if (members.length < 2 || !bestTrial) return undefined;

  const scorer = blendScorer(
    members.map((member) => ({ scorer: member.scorer, weight: member.weight, countShrinkage: member.countShrinkage })),
    userCounts,
    coldItems,
  );
  const { metrics } = await evaluate(scorer, split.train, split.test, input.evaluation);
  // With new items the best trial would become an ensemble as well (add-cold-start.ts).
  const gain = coldItems.length > 0 ? 0 : minRelativeGain;
  if (objective(metrics) < objective(bestTrial.entry.metrics) * (1 + gain)) return undefined;
  const spec = ensembleSpec(members.map(({ scorer: _, trial: __, ...member }) => member));
  report.add({
    type: 'blended',
    members: members.map(({ algorithm, weight }) => ({ algorithm: algorithm.name, weight })),
    'ndcg@10': metrics['ndcg@10']?.value ?? 0,
  });
  return {
    spec,
    entry: { algorithm: spec.name, params: specParams(spec), seconds: elapsed(), metrics },
    fitted: {
      models: members.map(({ trial }) => trial?.model),
      seconds: members.reduce((sum, { trial }) => sum + (trial?.fitSeconds ?? 0), 0),
    },
  };
}

/** The content model always stays; matrix factorisation where there are new items, whose factors are predicted. */
const coversNewItems = (algorithm: string, coldItems: Uint32Array): boolean =>
  algorithm === 'content' || (algorithm === 'ials' && coldItems.length > 0);

/** As many of the best trials as the remaining time allows as members. */
function affordableTrials({ ranked, budget }: BlendInput): Trial[] {
  let left = budget.remaining / margin;
  return ranked.filter(({ fitSeconds, measureSeconds }) => {
    const cost = 2 * fitSeconds + 3 * measureSeconds;
    if (cost > left) return false;
    left -= cost;
    return true;
  });
}

function sampleUsers({ test }: Split, seed: number): Uint32Array {
  return shuffle(Uint32Array.from(usersOf(test)), seeded(seed + 2))
    .slice(0, maxUsers)
    .sort();
}
