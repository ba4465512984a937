import { algorithmNamed } from '../../algorithms/index.ts';
import { completeParams } from '../../algorithms/params.ts';
import { DataError } from '../../data/errors.ts';
import type { Split } from '../../data/split.ts';
import { type EnsembleMember, ensembleSpec, type ModelSpec } from '../../ensemble/spec.ts';
import type { FittedModel } from '../../scoring/spec.ts';
import { sizeOf } from '../dataset-statistics.ts';
import { unmetNeed } from '../eligibility.ts';
import { minMemberWeight } from './blend-trials.ts';
import type { ChoiceInput, FittedMembers } from './choice.ts';
import { runTrial, type Trial, type TrialEvaluation } from './run-trial.ts';
import { retainedBytes } from './search-state.ts';

export interface ColdStartInput extends ChoiceInput {
  split: Split;
  evaluation: TrialEvaluation;
}

interface FittedSpec {
  spec: ModelSpec;
  fitted: FittedMembers;
}

type Addition = { member: EnsembleMember; model: FittedModel; seconds: number };

/**
 * Adds the content model, and matrix factorisation where it was tried, to a choice that has no member for new items:
 * ensembles rank new items by all members that can, and give them their share of every list (scoring/scorers). The added
 * weights are so small that the other items keep their order. Unchanged where there are no new items, items have no
 * features, or time or memory do not suffice, which is reported.
 */
export async function addColdStart(input: ColdStartInput, choice: FittedSpec, trials: Trial[]): Promise<FittedSpec> {
  const { coldItems, statistics, report } = input;
  if (coldItems.length === 0 || unmetNeed(algorithmNamed('content'), statistics)) return choice;
  const { members } = choice.spec;
  const isMember = (name: string) => members.some(({ algorithm }) => algorithm.name === name);
  const additions: Addition[] = [];
  if (!isMember('content')) {
    const content = await contentTrial(input, choice, trials);
    if (typeof content === 'string') {
      report.add({ type: 'no-cold-start', items: coldItems.length, reason: content });
      return choice;
    }
    additions.push(additionOf(content));
    const factors = isMember('ials') ? undefined : trials.find(({ algorithm }) => algorithm.name === 'ials');
    const seconds = choice.fitted.seconds + content.fitSeconds + (factors?.fitSeconds ?? 0);
    if (factors && input.budget.allows(2 * seconds)) additions.push(additionOf(factors));
  }
  const added = additions.map(({ member }) => member);
  report.add({
    type: 'cold-start',
    items: coldItems.length,
    algorithms: [...members, ...added]
      .map(({ algorithm }) => algorithm.name)
      .filter((name) => ['content', 'ials', 'two-tower'].includes(name)),
  });
  if (additions.length === 0) return choice;
  return {
    spec: ensembleSpec([...members, ...added]),
    fitted: {
      models: [...choice.fitted.models, ...additions.map(({ model }) => model)],
      seconds: additions.reduce((sum, { seconds }) => sum + seconds, choice.fitted.seconds),
    },
  };
}

/** The content model as it was tried, else tried now with its default parameters; or why neither is possible. */
async function contentTrial(
  { context, budget, memoryLimitBytes, matrix, split, evaluation }: ColdStartInput,
  { fitted }: FittedSpec,
  trials: Trial[],
): Promise<Trial | 'memory' | 'time' | 'failed'> {
  const known = trials.find((trial) => trial.algorithm.name === 'content');
  if (known) return known;
  const algorithm = algorithmNamed('content');
  const params = completeParams(algorithm, {});
  const size = sizeOf(context, matrix);
  if (algorithm.memory(size, params) + retainedBytes(trials) > memoryLimitBytes) return 'memory';
  // The fits of the choice that follow must stay possible.
  const timeLeft = budget.reserve(2 * fitted.seconds);
  if (!timeLeft.allows(3 * algorithm.seconds(size, params))) return 'time';
  try {
    const trial = await runTrial({ context, algorithm, params, split, evaluation, budget: timeLeft.share(1 / 3) });
    return trial ?? 'time';
  } catch (error) {
    if (context.signal.aborted || !(error instanceof DataError)) throw error;
    return 'failed';
  }
}

const additionOf = ({ algorithm, params, model, fitSeconds }: Trial): Addition => ({
  member: { algorithm, params, weight: minMemberWeight, countShrinkage: 0 },
  model,
  seconds: fitSeconds,
});
