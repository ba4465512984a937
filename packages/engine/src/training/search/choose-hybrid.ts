import type { AlgorithmDefinition, Params } from '../../algorithms/definition.ts';
import { algorithmNamed } from '../../algorithms/index.ts';
import { completeParams } from '../../algorithms/params.ts';
import { DataError } from '../../data/errors.ts';
import { countUsers } from '../../data/item-rankings.ts';
import { type Split, splitInteractions } from '../../data/split.ts';
import type { EnsembleMember, ModelSpec } from '../../ensemble/spec.ts';
import { tuneWeights } from '../../ensemble/tune-weights.ts';
import { objective } from '../../evaluation/leaderboard.ts';
import { popularScorer } from '../../scoring/scorers/popular.ts';
import { sizeOf } from '../dataset-statistics.ts';
import { UnmetNeedError, unmetNeed } from '../eligibility.ts';
import { minMemberWeight } from './blend-trials.ts';
import type { Choice, ChoiceInput } from './choice.ts';
import { runTrial, type Trial } from './run-trial.ts';
import { byObjective } from './search-state.ts';
import { usersOf, validationPart } from './validation-split.ts';

const maxUsers = 1000;
const minUsers = 20;
/** An optional member must take less than this share of the remaining time. */
const optionalShare = 1 / 5;
const recencies = [0.25, 0.5, 0.75];

/**
 * The hybrid that was asked for: collaborative models, the content model and popularity, with the weights that rank best
 * on a validation part. Matrix factorisation is always a member, since factors can be predicted for new items.
 */
export async function chooseHybrid(input: ChoiceInput, params: Params): Promise<Choice> {
  const { context, report } = input;
  const algorithms = membersFor(input, String(params.collaborative));
  const split = splitInteractions(input.matrix, { ...validationPart, seed: context.seed + 1 });
  const users = usersOf(split.test);
  if (users.length < minUsers) {
    report.add({ type: 'default-weights', users: users.length });
    return { spec: withDefaultWeights(algorithms), leaderboard: [] };
  }
  const trials: Trial[] = [];
  for (const [n, algorithm] of algorithms.entries()) {
    input.onProgress(n / (algorithms.length + 1), `trying ${algorithm.label}`);
    trials.push(await bestTrial(input, split, algorithm));
  }
  trials.sort(byObjective);
  const userCounts = countUsers(split.train, context.items);
  const weights = await tuneWeights({
    scorers: [...trials.map(({ scorer }) => scorer), popularScorer(userCounts)],
    train: split.train,
    test: split.test,
    users: Uint32Array.from(users.slice(0, maxUsers)),
    userRecords: context.dataset.userRecords,
    userCounts,
    excluded: input.coldItems,
    signal: context.signal,
  });
  const members = weights.flatMap((tuned, place): EnsembleMember[] => {
    const trial = trials[place];
    if (!trial) return tuned.weight > 0 ? [{ ...defaultMember(algorithmNamed('popular'), 0), ...tuned }] : [];
    const { algorithm, params: trialParams } = trial;
    return [{ algorithm, params: trialParams, ...tuned, weight: Math.max(minMemberWeight, tuned.weight) }];
  });
  report.add({
    type: 'blended',
    members: members.map(({ algorithm, weight }) => ({ algorithm: algorithm.name, weight })),
    'ndcg@10': null,
  });
  return {
    spec: { name: 'hybrid', kind: 'hybrid', members },
    leaderboard: trials.map(({ entry }) => entry),
    fitted: {
      models: members.map(({ algorithm }) => trials.find((trial) => trial.algorithm === algorithm)?.model),
      seconds: trials.reduce((sum, { fitSeconds }) => sum + fitSeconds, 0),
    },
  };
}

const defaultMember = (algorithm: AlgorithmDefinition, weight: number): EnsembleMember => ({
  algorithm,
  params: completeParams(algorithm, {}),
  weight,
  countShrinkage: 0,
});

function withDefaultWeights(algorithms: AlgorithmDefinition[]): ModelSpec {
  const members = algorithms.map((algorithm) => defaultMember(algorithm, algorithm.kind === 'content' ? 0.3 : 1));
  return { name: 'hybrid', kind: 'hybrid', members: [...members, defaultMember(algorithmNamed('popular'), 0.1)] };
}

/** The algorithms of the members. Throws DataError where the data does not allow one that is needed; optional ones are left out. */
function membersFor(input: ChoiceInput, collaborative: string): AlgorithmDefinition[] {
  const isBest = collaborative === 'best';
  const needed = ['ials', 'content', ...(isBest ? [] : [collaborative])].map(algorithmNamed);
  for (const algorithm of needed) {
    const unmet = unmetNeed(algorithm, input.statistics);
    if (unmet) throw new UnmetNeedError(algorithm, unmet);
  }
  const size = sizeOf(input.context, input.matrix);
  const maxSeconds = optionalShare * input.budget.remaining;
  const optional = (isBest ? ['ease', 'item-knn'] : []).map(algorithmNamed).filter((algorithm) => {
    const params = completeParams(algorithm, {});
    return (
      !unmetNeed(algorithm, input.statistics) &&
      algorithm.seconds(size, params) < maxSeconds &&
      algorithm.memory(size, params) < input.memoryLimitBytes
    );
  });
  return [...new Set([...needed, ...optional])];
}

/** The default parameters and, where there are times, the same with higher weights of the newest events while that helps. */
async function bestTrial(input: ChoiceInput, split: Split, algorithm: AlgorithmDefinition): Promise<Trial> {
  const { context, budget, coldItems } = input;
  const { items, seed, dataset } = context;
  const { userRecords } = dataset;
  const evaluation = { items, maxUsers, seed, resamples: 0, userRecords, excluded: coldItems };
  const common = { context, algorithm, split, evaluation, budget };
  let best = await runTrial({ ...common, params: completeParams(algorithm, {}) });
  if (!best) throw new DataError('The time given is too short for a hybrid of this data.');
  if (split.how === 'random') return best;
  for (const recency of recencies) {
    const trial = await runTrial({ ...common, params: completeParams(algorithm, { recency }), known: best });
    if (trial && objective(trial.entry.metrics) > objective(best.entry.metrics)) best = trial;
    else break;
  }
  return best;
}
