import type { Segment } from '@curio/contracts/training-report';
import { algorithmLabels, algorithmNamed } from '../algorithms/index.ts';
import { completeParams } from '../algorithms/params.ts';
import { TrainingContext } from '../algorithms/training-context.ts';
import { encodeArtifact } from '../artifact/format.ts';
import { modelArrays } from '../artifact/model-arrays.ts';
import type { Dataset } from '../data/dataset.ts';
import { DataError, DivergedError } from '../data/errors.ts';
import { countUsers } from '../data/item-orders.ts';
import type { Interactions, Metrics, ModelKind, Progress } from '../data/records.ts';
import { leaveLastOut, type Split, splitInPlace } from '../data/split.ts';
import { alone, type FitRecipeInput, fitRecipe } from '../ensemble/fit-model.ts';
import { type Evaluation, evaluate } from '../evaluation/evaluate.ts';
import type { Candidate } from '../evaluation/leaderboard.ts';
import { segmentUsers } from '../evaluation/segments.ts';
import { openScorer } from '../scoring/scorers/open-scorer.ts';
import { popularScorer } from '../scoring/scorers/popular.ts';
import type { FittedModel } from '../scoring/spec.ts';
import { tensorNote } from '../tensor/tensor.ts';
import { checkAnything, type DataFacts, factsOfData, refusal, sizeOf } from './eligibility.ts';
import { fitInTime } from './fit-within-deadline.ts';
import { paramsOf } from './search/blend-trials.ts';
import { chooseHybrid } from './search/choose-hybrid.ts';
import { type Choice, chooseAutomatically } from './search/successive-halving.ts';

export interface TrainOptions {
  /** `auto`, or a name in the registry of algorithms. */
  algorithm: string;
  /** Of the algorithm; `auto` has none. What is not given takes its default. */
  params?: Record<string, unknown>;
  seed: number;
  budgetSeconds: number;
  threads: number;
  memoryLimitBytes?: number;
}

export interface TrainHooks {
  onProgress(progress: Progress): void;
  signal: AbortSignal;
  /** Milliseconds, of any origin. */
  now(): number;
}

export interface TrainResult {
  algorithm: string;
  kind: ModelKind;
  params: Record<string, unknown>;
  /** On the test part: the last item of each user, which no choice has seen. */
  metrics: Metrics;
  baseline: { algorithm: 'popular'; metrics: Metrics };
  leaderboard: Candidate[];
  /** What was tried and why this one, in plain words. */
  explanation: string[];
  segments: Segment[];
  /** The tensor library's backend; "kernels" where no tensor was needed. */
  backend: string;
  artifact: Uint8Array;
}

/** Of the test part: where time is short fewer, as many as are ranked for in the time that is kept for it. */
const testUsers = { least: 300, most: 5000, itemsRankedPerSecond: 5e7, shareOfBudget: 0.05 };

/** From so many pairs on the matrix is moved to where the kernels read it, instead of being copied there by every fit. */
const manyPairs = 1 << 20;

/**
 * Holds out a test part, chooses a model on what is left, measures it beside popularity, then fits the same again on
 * everything: that is the artifact. The dataset's matrix is rearranged meanwhile and as it was afterwards, so that there
 * is never a second copy: no other training may use it at the same time, and of a large one the arrays are others
 * afterwards. Throws DataError for data or parameters that cannot be trained with (DivergedError, one of them, where
 * numbers leave the finite), and the signal's reason when aborted.
 */
export async function train(dataset: Dataset, options: TrainOptions, hooks: TrainHooks): Promise<TrainResult> {
  checkAnything(dataset);
  hooks.signal.throwIfAborted();
  const deadline = hooks.now() + options.budgetSeconds * 1000;
  const context = new TrainingContext(dataset, { seed: options.seed, threads: options.threads, signal: hooks.signal });
  const report = reporter(hooks);
  let restore = () => {};
  try {
    report('preparing', 1);
    const facts = factsOfData(dataset, describedItems(context));
    await moveToKernels(context, dataset.matrix);
    const parts = splitInPlace(dataset.matrix, { ...leaveLastOut, seed: options.seed });
    restore = parts.restore;
    const { split } = parts;
    const choice = await choose(context, options, split, {
      now: hooks.now,
      // The rest is for measuring and writing what is chosen.
      deadline: deadline - 2 * testUsers.shareOfBudget * options.budgetSeconds * 1000,
      facts,
      onProgress: (share, message) => report('comparing models', 3 + 57 * share, message),
    });
    const { recipe, candidates, explanation, fitted } = choice;
    const fit = { context, recipe, signal: hooks.signal };
    // Who names an algorithm gets it, however long it takes; what compares keeps to its time.
    const within = (seconds: number) => {
      return { now: hooks.now, deadline: fitted ? deadline : Number.POSITIVE_INFINITY, expectedSeconds: seconds };
    };
    const fitOrNot = async (input: FitRecipeInput, seconds: number) => {
      try {
        return await fitInTime(input, within(seconds));
      } catch (error) {
        // On other rows than it was compared on it may fail; then what was compared is what there is.
        if (fitted && error instanceof DivergedError) return undefined;
        throw error;
      }
    };
    report('measuring', 60);
    const began = hooks.now();
    const onTest = (share: number, message?: string) => report('measuring', 60 + 15 * share, message);
    const onTrain = { ...fit, matrix: split.train, onProgress: onTest };
    let model =
      (await fitOrNot(onTrain, fitted?.seconds ?? 0)) ??
      (await fitRecipe({ ...onTrain, models: fitted?.models ?? [] }));
    const seconds = Math.max(fitted?.seconds ?? 0, (hooks.now() - began) / 1000);
    const { measured, baseline } = await measure(context, model, split, options.budgetSeconds);
    const segments = segmentUsers(split, context.items, measured, baseline);
    restore();
    report('fitting on everything', 77);
    const onLast = (share: number, message?: string) => report('fitting on everything', 77 + 20 * share, message);
    const onAll = { ...fit, matrix: dataset.matrix, onProgress: onLast };
    const last = await fitOrNot(onAll, seconds);
    if (!last) {
      const why = hooks.now() + 1000 * seconds > deadline ? 'The time was up' : 'The last fit could not be solved';
      explanation.push(`${why}: the newest interactions of each user are not learned yet.`);
    }
    model = last ?? model;
    report('writing the model', 98);
    const head = { algorithm: recipe.name, kind: recipe.kind, params: paramsOf(recipe), rules: dataset.rules };
    const artifact = encodeArtifact({ ...head, scorer: model.spec }, modelArrays(dataset, model));
    report('done', 100);
    return {
      algorithm: recipe.name,
      kind: recipe.kind,
      params: paramsOf(recipe),
      metrics: measured.metrics,
      baseline: { algorithm: 'popular', metrics: baseline.metrics },
      leaderboard: candidates,
      explanation: [...explanation, tensorNote(context.backend)],
      segments,
      backend: context.backend ?? 'kernels',
      artifact,
    };
  } finally {
    restore();
    await context.close();
  }
}

/** One array after the other, so that no more than one is there twice. Times are read by no kernel. */
async function moveToKernels(context: TrainingContext, matrix: Interactions): Promise<void> {
  const pairs = matrix.indices.length;
  if (pairs < manyPairs) return;
  const pool = await context.pool();
  const indices = pool.uint32(pairs);
  indices.set(matrix.indices);
  free(matrix.indices);
  matrix.indices = indices;
  const values = pool.float32(pairs);
  values.set(matrix.values);
  free(matrix.values);
  matrix.values = values;
}

/** Gives the memory of an array that nothing else is part of back at once, not when garbage is collected. */
function free({ buffer, byteLength }: Uint32Array | Float32Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

interface Pace {
  now(): number;
  deadline: number;
  facts: DataFacts;
  onProgress(share: number, message?: string): void;
}

async function choose(context: TrainingContext, options: TrainOptions, split: Split, pace: Pace): Promise<Choice> {
  const { dataset } = context;
  const { facts } = pace;
  const input = { context, matrix: split.train, memoryLimitBytes: memoryLeft(dataset, options), ...pace };
  if (options.algorithm === 'auto') return chooseAutomatically(input);
  const algorithm = algorithmNamed(options.algorithm);
  const params = completeParams(algorithm, options.params ?? {});
  const why = refusal(algorithm, facts);
  if (why) throw new DataError(why);
  const size = sizeOf(context, dataset.matrix);
  if (algorithm.memory(size, params) > input.memoryLimitBytes) {
    throw new DataError(
      `${algorithmLabels[algorithm.name]} would need more memory than this training may use; allow it more, or choose a smaller model.`,
    );
  }
  if (algorithm.name === 'hybrid') return chooseHybrid(input, params);
  return {
    recipe: alone(algorithm, params),
    candidates: [],
    explanation: [`${algorithmLabels[algorithm.name]} was asked for.`],
  };
}

/** What is as large for any data: Node with the engine, and each of its threads. Measured by the bench of memory. */
const ownBytes = 140 << 20;
const threadBytes = 30 << 20;

/** What one fit may take: the limit without what is there during every fit. Where models are compared that is the data twice. */
function memoryLeft({ matrix, userIds, itemIds }: Dataset, options: TrainOptions): number {
  const copies = options.algorithm === 'auto' || options.algorithm === 'hybrid' ? 2 : 1;
  const data = 12 * copies * matrix.indices.length + 60 * (userIds.length + itemIds.length);
  return (options.memoryLimitBytes ?? Number.POSITIVE_INFINITY) - data - ownBytes - threadBytes * options.threads;
}

function describedItems(context: TrainingContext): number {
  if (!context.dataset.itemRecords.some((record) => record)) return 0;
  const { indptr } = context.itemFeatures();
  let described = 0;
  for (let i = 0; i + 1 < indptr.length; i++) if (indptr[i + 1] > indptr[i]) described++;
  return described;
}

async function measure(context: TrainingContext, model: FittedModel, split: Split, budgetSeconds: number) {
  const { signal, items, seed } = context;
  const { least, most, itemsRankedPerSecond, shareOfBudget } = testUsers;
  const affordable = Math.floor((shareOfBudget * budgetSeconds * itemsRankedPerSecond) / Math.max(1, items));
  const userCounts = countUsers(split.train, items);
  const options = {
    items,
    mostUsers: Math.min(most, Math.max(least, affordable)),
    seed,
    resamples: 200,
    signal,
    userRecords: context.dataset.userRecords,
  };
  const scorer = openScorer(model.spec, model.arrays, userCounts);
  const measured: Evaluation = await evaluate(scorer, split.train, split.test, options);
  const baseline: Evaluation = await evaluate(popularScorer(userCounts), split.train, split.test, options);
  return { measured, baseline };
}

/** Percent only rises, whatever the parts report. */
function reporter(hooks: TrainHooks) {
  let highest = 0;
  return (stage: string, percent: number, message?: string) => {
    highest = Math.max(highest, Math.min(100, percent));
    const rounded = Math.round(highest * 10) / 10;
    hooks.onProgress(message === undefined ? { stage, percent: rounded } : { stage, percent: rounded, message });
  };
}
