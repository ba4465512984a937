import type { AlgorithmDefinition, Params } from '../../algorithms/definition.ts';
import { algorithmLabels, algorithmNamed, algorithms } from '../../algorithms/index.ts';
import { completeParams } from '../../algorithms/params.ts';
import type { TrainingContext } from '../../algorithms/training-context.ts';
import { DataError } from '../../data/errors.ts';
import type { Interactions } from '../../data/records.ts';
import { type Split, splitInteractions } from '../../data/split.ts';
import { alone, type Recipe } from '../../ensemble/fit-model.ts';
import type { EvaluateOptions } from '../../evaluation/evaluate.ts';
import { type Candidate, worth } from '../../evaluation/leaderboard.ts';
import type { FittedModel } from '../../scoring/spec.ts';
import { type DataFacts, refusal, sizeOf } from '../eligibility.ts';
import { blendTrials } from './blend-trials.ts';
import { proposals } from './pattern-search.ts';
import { attempt, type Trial } from './run-trial.ts';
import { divideUsers, measureAgain, usersOf, validationPart } from './validation-split.ts';

export interface AutoInput {
  context: TrainingContext;
  facts: DataFacts;
  /** What may be learned from: the test part is already out. */
  matrix: Interactions;
  memoryLimitBytes: number;
  /** Milliseconds, and the moment by which all must be done, the two last fits included. */
  now(): number;
  deadline: number;
  onProgress(share: number, message: string): void;
}

export interface Choice {
  recipe: Recipe;
  candidates: Candidate[];
  explanation: string[];
  fitted?: Fitted;
}

/** A recipe's parts as they were fitted for comparing, and the seconds that took: the model if no time is left for another. */
export interface Fitted {
  models: (FittedModel | undefined)[];
  seconds: number;
}

/** Fewer held-out users than this tell nothing apart. */
const leastUsers = 20;
/** Of the validation part: as many users as can be ranked for in so many seconds, within these bounds. */
const usersMeasured = { least: 1000, most: 10_000, itemsRankedPerSecond: 5e7, shareOfBudget: 0.01 };
/** Weights are cheap to try, so many users can be asked. */
const mostBlendUsers = 4000;
/** Changes that a family may propose in a round. */
const perFamily = 6;
/** The share of the budget that tuning may take; the rest is for blending and the last fits. */
const tuningShare = 0.3;
/** Parameters of the algorithms that say how much popular items count. */
const drifting = ['alpha', 'beta', 'balance', 'popularity'];
/** A round that gains less than this is the last. */
const worthwhile = 1.004;

/**
 * Successive halving (Jamieson and Talwalkar 2016) over families of algorithms: every family that the data allows shows
 * its usual parameters on a validation part; the better half is tuned, then the better half of these, until a round
 * gains nothing or the time is up. The winners are blended where that ranks better.
 */
export async function chooseAutomatically(input: AutoInput): Promise<Choice> {
  const { context, facts } = input;
  const explanation: string[] = [describe(facts)];
  const size = sizeOf(context, input.matrix);
  const expected = (family: AlgorithmDefinition) => family.seconds(size, completeParams(family, {}));
  const families = allowed(input, explanation).sort((a, b) => expected(a) - expected(b));
  const split = splitInteractions(input.matrix, { ...validationPart, seed: context.seed + 1 });
  const heldUsers = usersOf(split.test).length;
  if (heldUsers < leastUsers) {
    const why = `Only ${heldUsers} users have interactions that could be held out to compare models, too few`;
    const content = families.find((family) => family.name === 'content');
    const inTime = content !== undefined && 2.5 * expected(content) < (input.deadline - input.now()) / 1000;
    return byDataAlone(families, inTime, why, explanation);
  }

  explanation.push(heldOutWords(split, heldUsers));
  const { tuning, confirming } = divideUsers(split, context.seed + 3);
  const evaluation = evaluationFor(input);
  const state: State = { ...input, split: tuning, evaluation, best: new Map(), candidates: [], seconds: new Map() };
  for (const [n, family] of families.entries()) {
    input.onProgress((0.4 * n) / families.length, `trying ${algorithmLabels[family.name]}`);
    await show(state, family, completeParams(family, {}), explanation);
  }
  await halve(state, explanation);
  const found = ranking(state);
  if (found.length === 0) return popularAlone(explanation);
  const ranked = confirming === tuning ? found : await measureAgain(found, confirming, context, evaluation);
  for (const trial of ranked) {
    const best = trial.candidate.metrics['ndcg@10'].value.toFixed(4);
    explanation.push(`${labelOf(trial)} reached NDCG@10 ${best} on the validation rows.`);
  }
  input.onProgress(0.8, 'blending the best');
  const blend = await blendTrials({
    ...input,
    split: confirming,
    ranked,
    mostUsers: mostBlendUsers,
    evaluation,
  });
  if (blend) {
    explanation.push(blend.why);
    state.candidates.push(blend.candidate);
    const { recipe, fitted } = blend;
    return { recipe, fitted, candidates: state.candidates, explanation };
  }
  const { recipe, model, fitSeconds } = ranked[0];
  explanation.push(`${labelOf(ranked[0])} alone was chosen: no blend ranked better.`);
  const fitted = { models: [model], seconds: fitSeconds };
  return { recipe, fitted, candidates: state.candidates, explanation };
}

interface State extends AutoInput {
  split: Split;
  evaluation: Evaluation;
  best: Map<string, Trial>;
  candidates: Candidate[];
  /** The last seconds of each family, fit and measurement. */
  seconds: Map<string, number>;
}

type Evaluation = Omit<EvaluateOptions, 'signal'>;

function evaluationFor({ context, deadline, now }: AutoInput): Evaluation {
  const { least, most, itemsRankedPerSecond, shareOfBudget } = usersMeasured;
  const seconds = (shareOfBudget * (deadline - now())) / 1000;
  const mostUsers = Math.min(most, Math.max(least, Math.floor((seconds * itemsRankedPerSecond) / context.items)));
  const { userRecords } = context.dataset;
  return { items: context.items, mostUsers, seed: context.seed, resamples: 0, userRecords };
}

/** Tries one set of parameters if the time allows. True where it is the family's best so far. */
async function show(state: State, family: AlgorithmDefinition, params: Params, notes: string[]): Promise<boolean> {
  const { context, split, now } = state;
  const expected = expectedSeconds(state, family, params);
  // What wins is fitted twice more, on all but the test part and on everything; and something must be left for others.
  const somethingToLose = [...state.best.values()].some(({ algorithm }) => algorithm.kind !== 'baseline');
  const times = somethingToLose && !state.seconds.has(family.name) ? 5 : 3.5;
  const left = (state.deadline - now()) / 1000;
  if (expected * times > left) {
    if (!state.seconds.has(family.name))
      notes.push(`${algorithmLabels[family.name]} was not tried: it would take too long.`);
    return false;
  }
  const known = state.best.get(family.name);
  if (family.memory(sizeOf(context, split.train), params) + heldBytes(state) > state.memoryLimitBytes) {
    if (!state.seconds.has(family.name))
      notes.push(`${algorithmLabels[family.name]} was not tried: it needs more memory than allowed.`);
    return false;
  }
  try {
    const deadline = now() + (left * 1000) / 3.5;
    const trial = await attempt({
      context,
      algorithm: family,
      params,
      split,
      now,
      deadline,
      evaluation: state.evaluation,
      ...(known ? { known } : {}),
    });
    if (!trial) {
      notes.push(`${algorithmLabels[family.name]} was stopped: it took too long.`);
      state.seconds.set(family.name, Number.POSITIVE_INFINITY);
      return false;
    }
    state.seconds.set(family.name, trial.candidate.seconds);
    state.candidates.push(trial.candidate);
    if (known && worth(trial.candidate.metrics) <= worth(known.candidate.metrics)) return false;
    state.best.set(family.name, trial);
    return true;
  } catch (error) {
    if (context.signal.aborted || !(error instanceof DataError)) throw error;
    const label = algorithmLabels[family.name];
    notes.push(
      known
        ? `${label} could not be solved with some settings; these were dropped.`
        : `${label} was dropped. ${error.message}`,
    );
    return false;
  }
}

/** Rounds of tuning: each family proposes a few changes, then only the better half goes on. */
async function halve(state: State, notes: string[]): Promise<void> {
  const { now } = state;
  const started = now();
  const until = started + tuningShare * (state.deadline - started);
  const pointless = pointlessFor(state);
  const searches = new Map(
    [...state.best].map(([name, { algorithm }]) => {
      return [name, proposals(algorithm, () => state.best.get(name)?.params ?? {}, pointless)] as const;
    }),
  );
  let keep = searches.size;
  for (let round = 0; searches.size > 0 && now() < until; round++) {
    keep = Math.max(1, Math.ceil(keep / 2));
    const before = worth(ranking(state)[0].candidate.metrics);
    // The quick ones first: they learn the most per second, and the slow ones get what time is left.
    const quickFirst = ranking(state)
      .slice(0, keep)
      .sort((a, b) => (state.seconds.get(a.algorithm.name) ?? 0) - (state.seconds.get(b.algorithm.name) ?? 0));
    for (const { algorithm } of quickFirst) {
      const search = searches.get(algorithm.name);
      let next = search?.next(false);
      for (let n = 0; search && next && n < perFamily && now() < until; n++) {
        if (next.done) {
          searches.delete(algorithm.name);
          break;
        }
        state.onProgress(
          0.4 + (0.4 * (now() - started)) / (until - started),
          `tuning ${algorithmLabels[algorithm.name]}`,
        );
        // One that would end too late is passed over; a cheaper one may follow.
        const inTime = now() + 1000 * expectedSeconds(state, algorithm, next.value) < until;
        next = search.next(inTime && (await show(state, algorithm, next.value, notes)));
      }
    }
    const leaders = ranking(state).slice(0, keep);
    if (!leaders.some(({ algorithm }) => searches.has(algorithm.name))) return;
    if (round > 1 && worth(leaders[0].candidate.metrics) < before * worthwhile) return;
  }
}

/**
 * Parameters about something that this data does not have: times, descriptions, different confidences. And, without
 * times, those about popularity: a random validation part has the very popularity of the training part, which what
 * comes next never has, so that tuning by it would mislead.
 */
function pointlessFor({ facts, split }: State): Set<string> {
  const { values } = split.train;
  const alike = values.every((value) => value === values[0]);
  return new Set([
    ...(facts.describedItems < 2 ? ['featureWeight'] : []),
    ...(split.how === 'random' ? ['recency', ...drifting] : []),
    ...(alike ? ['historyExponent'] : []),
  ]);
}

/** The seconds of a try: the last one's of its family, by how much more work these parameters are. */
function expectedSeconds(
  { context, split, seconds, best }: State,
  family: AlgorithmDefinition,
  params: Params,
): number {
  const size = sizeOf(context, split.train);
  const last = seconds.get(family.name);
  const known = best.get(family.name);
  const work = family.seconds(size, params);
  return last === undefined || !known ? work : last * Math.max(1, work / family.seconds(size, known.params));
}

/** What the models take that are kept for blending. */
function heldBytes({ best }: State): number {
  let bytes = 0;
  for (const { model } of best.values()) {
    for (const { data } of model.arrays.values()) bytes += ArrayBuffer.isView(data) ? data.byteLength : 0;
  }
  return bytes;
}

const ranking = (state: State): Trial[] =>
  [...state.best.values()].sort((a, b) => worth(b.candidate.metrics) - worth(a.candidate.metrics));

function allowed({ context, facts, matrix, memoryLimitBytes }: AutoInput, notes: string[]): AlgorithmDefinition[] {
  const size = sizeOf(context, matrix);
  return algorithms.filter((algorithm) => {
    if (algorithm.name === 'hybrid') return false;
    const why = refusal(algorithm, facts);
    if (why) notes.push(`${algorithmLabels[algorithm.name]} was not tried. ${why}`);
    const params = completeParams(algorithm, {});
    const needed = algorithm.memory(size, params);
    if (!why && needed > memoryLimitBytes)
      notes.push(`${algorithmLabels[algorithm.name]} was not tried: it needs more memory than allowed.`);
    return !why && needed <= memoryLimitBytes;
  });
}

/** Nothing can be measured: what is written about the items if anything and the time allows it, else popularity. */
function byDataAlone(families: AlgorithmDefinition[], inTime: boolean, why: string, explanation: string[]): Choice {
  const content = families.find((family) => family.name === 'content');
  if (!content || !inTime) return popularAlone([...explanation, `${why}.`]);
  explanation.push(`${why}; ${algorithmLabels.content} was chosen because it needs none.`);
  return { recipe: alone(content, completeParams(content, {})), candidates: [], explanation };
}

function popularAlone(explanation: string[]): Choice {
  const popular = algorithmNamed('popular');
  explanation.push(`${algorithmLabels.popular} was chosen: it takes neither time nor memory.`);
  return { recipe: alone(popular, {}), candidates: [], explanation };
}

const labelOf = ({ algorithm }: Trial): string => algorithmLabels[algorithm.name];

function heldOutWords({ how }: Split, users: number): string {
  const what = how === 'temporal' ? 'the newest one or two interactions' : 'every fifth interaction, at random,';
  return `To compare models, ${what} of ${users.toLocaleString('en')} users were set aside as validation rows.`;
}

function describe({ users, items, positives }: DataFacts): string {
  const density = users * items > 0 ? (100 * positives) / (users * items) : 0;
  const [u, i, p] = [users, items, positives].map((count) => count.toLocaleString('en'));
  return `${u} users, ${i} items and ${p} pairs of them: ${Number(density.toPrecision(2))} % of all that could be.`;
}
