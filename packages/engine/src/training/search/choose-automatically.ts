import type { AlgorithmDefinition } from '../../algorithms/definition.ts';
import { algorithms } from '../../algorithms/index.ts';
import { completeParams } from '../../algorithms/params.ts';
import { splitInteractions } from '../../data/split.ts';
import { singleMemberSpec } from '../../ensemble/spec.ts';
import { sizeOf } from '../dataset-statistics.ts';
import { unmetNeed } from '../eligibility.ts';
import { addColdStart } from './add-cold-start.ts';
import { blendTrials } from './blend-trials.ts';
import type { Choice, ChoiceInput } from './choice.ts';
import { rankTrials, type SearchState, trialEvaluation } from './search-state.ts';
import { successiveHalving } from './successive-halving.ts';
import { tryFamily } from './try-family.ts';
import { divideUsers, measureAgain, usersOf, validationPart } from './validation-split.ts';
import { choosePopular, chooseWithoutValidation } from './without-validation.ts';

/** With fewer held-out users than this, differences are chance. */
const minUsers = 20;

/**
 * Tries every algorithm that data, time and memory allow with its default parameters on a validation part, tunes the
 * better ones, and blends the best where that ranks better. The result recommends new items wherever items have features.
 */
export async function chooseAutomatically(input: ChoiceInput): Promise<Choice> {
  const { context, statistics, report } = input;
  const { users, items, positives } = statistics;
  report.add({ type: 'dataset', users, items, interactions: positives });
  const families = eligibleFamilies(input);
  const split = splitInteractions(input.matrix, { ...validationPart, seed: context.seed + 1 });
  const heldOutUsers = usersOf(split.test).length;
  if (heldOutUsers < minUsers) {
    report.add({ type: 'not-comparable', users: heldOutUsers });
    return chooseWithoutValidation(input, families);
  }

  report.add({ type: 'validation', split: split.how, users: heldOutUsers });
  const { tuning, confirming } = divideUsers(split, context.seed + 3);
  const evaluation = trialEvaluation(input);
  const leaderboard: SearchState['leaderboard'] = [];
  const state: SearchState = { ...input, split: tuning, evaluation, best: new Map(), leaderboard, seconds: new Map() };
  for (const [n, family] of families.entries()) {
    input.onProgress((0.4 * n) / families.length, `trying ${family.label}`);
    await tryFamily(state, family, completeParams(family, {}));
  }
  await successiveHalving(state);
  const found = rankTrials(state);
  const ranked = confirming === tuning ? found : await measureAgain(found, confirming, context, evaluation);
  const [first] = ranked;
  if (!first) return choosePopular(input, leaderboard);
  for (const { algorithm, entry } of ranked) {
    report.add({ type: 'tried', algorithm: algorithm.name, 'ndcg@10': entry.metrics['ndcg@10']?.value ?? 0 });
  }

  input.onProgress(0.8, 'blending the best');
  const blend = await blendTrials({ ...input, split: confirming, ranked, evaluation });
  if (blend) leaderboard.push(blend.entry);
  else report.add({ type: 'chosen', algorithm: first.algorithm.name, reason: 'best' });
  const { algorithm, params, model, fitSeconds } = first;
  const best = blend ?? {
    spec: singleMemberSpec(algorithm, params),
    fitted: { models: [model], seconds: fitSeconds },
  };
  return { leaderboard, ...(await addColdStart({ ...input, split: confirming, evaluation }, best, ranked)) };
}

/** The algorithms that the data allows, quick ones first; why others are not is reported. */
function eligibleFamilies({ context, statistics, matrix, memoryLimitBytes, report }: ChoiceInput) {
  const size = sizeOf(context, matrix);
  const eligible = algorithms.filter((algorithm) => {
    if (algorithm.name === 'hybrid') return false;
    const unmet = unmetNeed(algorithm, statistics);
    if (unmet) {
      report.add({ type: 'skipped', algorithm: algorithm.name, reason: 'data', unmet });
      return false;
    }
    const fits = algorithm.memory(size, completeParams(algorithm, {})) <= memoryLimitBytes;
    if (!fits) report.add({ type: 'skipped', algorithm: algorithm.name, reason: 'memory' });
    return fits;
  });
  const seconds = (family: AlgorithmDefinition) => family.seconds(size, completeParams(family, {}));
  return eligible.sort((a, b) => seconds(a) - seconds(b));
}
