import type { AlgorithmDefinition } from '../../algorithms/definition.ts';
import { algorithmNamed } from '../../algorithms/index.ts';
import { completeParams } from '../../algorithms/params.ts';
import { singleMemberSpec } from '../../ensemble/spec.ts';
import type { LeaderboardEntry } from '../../evaluation/leaderboard.ts';
import { sizeOf } from '../dataset-statistics.ts';
import type { Choice, ChoiceInput } from './choice.ts';

/** Two fits, and a margin. */
const fits = 2.5;

/** The choice where nothing can be measured: the content model where data and time allow it, else popularity. */
export function chooseWithoutValidation(input: ChoiceInput, families: AlgorithmDefinition[]): Choice {
  const content = families.find(({ name }) => name === 'content');
  if (!content) return choosePopular(input, []);
  const params = completeParams(content, {});
  if (!input.budget.allows(fits * content.seconds(sizeOf(input.context, input.matrix), params))) {
    input.report.add({ type: 'skipped', algorithm: 'content', reason: 'time' });
    return choosePopular(input, []);
  }
  input.report.add({ type: 'chosen', algorithm: 'content', reason: 'needs-no-interactions' });
  return { spec: singleMemberSpec(content, params), leaderboard: [] };
}

/** The choice where neither time nor memory suffices for anything else. */
export function choosePopular({ report }: ChoiceInput, leaderboard: LeaderboardEntry[]): Choice {
  report.add({ type: 'chosen', algorithm: 'popular', reason: 'needs-no-time' });
  return { spec: singleMemberSpec(algorithmNamed('popular'), {}), leaderboard };
}
