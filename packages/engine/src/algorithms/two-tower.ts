import { DivergedError } from '../data/errors.ts';
import { type Random, seeded } from '../math/random.ts';
import type { FittedModel, NamedArray } from '../scoring/spec.ts';
import { contentVectors } from './content.ts';
import { type AlgorithmDefinition, type FitInput, numberOf } from './definition.ts';
import { type Batch, Batches, popularityShares, signedHistories } from './neural/batches.ts';
import { epochsFor } from './neural/epochs.ts';
import { HistoryEncoder } from './neural/history-encoder.ts';
import { matrix, product, softmax } from './neural/matrix.ts';
import { Table } from './neural/table.ts';
import { recency, servedRecency } from './serving-parameters.ts';
import type { TrainingContext } from './training-context.ts';

const batch = { users: 192, items: 1024, maxInputs: 150, maxTargets: 8, sampleDisliked: false };
const contentWidth = 64;
/** Share of training examples that include the user's fields: requests may come without them. */
const userFieldsRate = 0.7;
/** γ: confidence^γ weights both the input history and the targets. */
const historyExponent = 0.5;
/** A logit whose softmax is 0: excludes a candidate. */
const excludedLogit = -1e9;

/**
 * Two towers: Yi et al. 2019, "Sampling-bias-corrected neural modeling for large corpus item recommendations" (softmax
 * over sampled candidates, each logit corrected by the log of its sampling probability, equation 3). User tower: encoded
 * history plus a projection of the user's fields. Item tower: item embedding plus a projection of the content vector. The
 * item embedding is dropped at random (Volkovs, Yu and Poutanen 2017, "DropoutNet"), so that the content alone can place
 * an item: this is the path for new items.
 */
export const twoTower: AlgorithmDefinition = {
  name: 'two-tower',
  label: 'Two towers',
  kind: 'hybrid',
  description:
    'Two neural networks trained together: one encodes histories, one encodes items and their features. Recommends new items too.',
  needs: { interactions: true, itemFeatures: false, maxItems: 200_000 },
  memory: ({ items, interactions }, params) => 12 * interactions + items * (numberOf(params, 'dimensions') * 40 + 600),
  seconds: ({ users, items }, params) =>
    1 +
    items / 5000 +
    epochsFor(users, batch.users, numberOf(params, 'epochs')) * Math.ceil(users / batch.users) * 0.015,
  served: servedRecency,
  params: {
    dimensions: {
      type: 'integer',
      default: 64,
      min: 4,
      max: 256,
      log: true,
      label: 'Embedding dimensions',
      symbol: 'd',
      description: 'Width of the output of both towers.',
    },
    rate: {
      type: 'number',
      default: 0.005,
      min: 1e-4,
      max: 0.1,
      log: true,
      label: 'Learning rate',
      symbol: 'η',
      description: 'Step size of the Adam optimiser.',
    },
    decay: {
      type: 'number',
      default: 0.0003,
      min: 1e-7,
      max: 0.1,
      log: true,
      label: 'Weight decay',
      symbol: 'λ',
      description: 'L2 penalty on all weights, added to their gradients.',
    },
    recency,
    dropout: {
      type: 'number',
      default: 0.3,
      min: 0,
      max: 0.9,
      label: 'Embedding dropout',
      symbol: 'p',
      description: 'Probability that an item is trained by its content alone, without its own embedding.',
    },
    epochs: {
      fixed: true,
      type: 'integer',
      default: 60,
      min: 1,
      max: 1000,
      label: 'Epochs',
      description: 'Passes over all users; more for very few users, fewer for very many.',
    },
  },
  async fit(input) {
    const { context, matrix: interactions, params, signal, onProgress } = input;
    await context.tensors();
    const towers = await openTowers(input);
    const histories = signedHistories(interactions, historyExponent);
    const random = seeded(context.seed + 17);
    const popularity = popularityShares(histories, context.items);
    const batches = new Batches(histories, popularity, batch, random);
    const epochs = epochsFor(context.users, batch.users, numberOf(params, 'epochs'));
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (const part of batches.epoch()) {
        await new Promise((resolve) => setImmediate(resolve));
        signal.throwIfAborted();
        trainBatch(towers, part, input, random);
      }
      onProgress((epoch + 1) / epochs, `epoch ${epoch + 1} of ${epochs}`);
    }
    return toFittedModel(towers, input, popularity);
  },
};

interface Towers {
  users: HistoryEncoder;
  items: Table;
  bias: Table;
  /** contentWidth × d. */
  projection: Table;
  /** Columns of the user features × d. */
  fields: Table;
  content: Float32Array;
  contentWidth: number;
  d: number;
}

async function openTowers({ context, params }: FitInput): Promise<Towers> {
  const d = numberOf(params, 'dimensions');
  const random = seeded(context.seed);
  const { vectors, dimensions } = await contentVectors(context, contentWidth);
  return {
    users: new HistoryEncoder(context.items, d, random),
    items: new Table(context.items, d, 0.3 / Math.sqrt(d), random),
    bias: new Table(context.items, 1, 0, random),
    projection: new Table(dimensions, d, 1 / Math.sqrt(d), random),
    fields: new Table(context.userFeatures().columns, d, 0.1 / Math.sqrt(d), random),
    content: vectors,
    contentWidth: dimensions,
    d,
  };
}

/** One forward and backward pass over a batch, then a step of Adam. */
function trainBatch(towers: Towers, part: Batch, { context, params }: FitInput, random: Random): void {
  const { inputs, items, labels, logProbability } = part;
  const { d, contentWidth: c } = towers;
  const content = gatherRows(towers.content, items, c);
  const vectors = product(matrix(content, items.length, c), matrix(towers.projection.values, c, d)).data;
  const keepsEmbedding = Uint8Array.from(items, () => (random() < numberOf(params, 'dropout') ? 0 : 1));
  for (let n = 0; n < items.length; n++) {
    if (keepsEmbedding[n]) for (let k = 0; k < d; k++) vectors[n * d + k] += towers.items.values[items[n] * d + k];
  }
  const users = towers.users.forward(inputs);
  const withFields = Uint8Array.from(part.users, () => (random() < userFieldsRate ? 1 : 0));
  forEachField(context, part.users, withFields, (column, value, b) => {
    for (let k = 0; k < d; k++) users[b * d + k] += value * towers.fields.values[column * d + k];
  });
  const u = matrix(users, part.users.length, d);
  const v = matrix(vectors, items.length, d);
  const logits = product(u, v, false, true).data;
  const bias = Float32Array.from(
    items,
    (item, n) => (keepsEmbedding[n] ? towers.bias.values[item] : 0) - logProbability[n],
  );
  const gradient = matrix(softmaxGradient(logits, bias, labels, items.length), part.users.length, items.length);

  const dUsers = product(gradient, v).data;
  towers.users.backward(inputs, dUsers);
  forEachField(context, part.users, withFields, (column, value, b) => towers.fields.add(column, dUsers, b * d, value));
  const dItems = product(gradient, u, true).data;
  const dBias = new Float32Array(items.length);
  for (let at = 0; at < gradient.data.length; )
    for (let n = 0; n < items.length; n++, at++) dBias[n] += gradient.data[at];
  for (let n = 0; n < items.length; n++) {
    if (!keepsEmbedding[n]) continue;
    towers.items.add(items[n], dItems, n * d, 1);
    towers.bias.add(items[n], dBias, n, 1);
  }
  const dProjection = product(matrix(content, items.length, c), matrix(dItems, items.length, d), true).data;
  for (let k = 0; k < c; k++) towers.projection.add(k, dProjection, k * d, 1);
  const [rate, decay] = [numberOf(params, 'rate'), numberOf(params, 'decay')];
  for (const table of [towers.users.table, towers.items, towers.projection, towers.fields]) table.step(rate, decay);
  towers.bias.step(rate, 0);
}

/** Calls `visit` for each feature of each user b of the batch whose byte in `included` is 1. */
function forEachField(
  context: TrainingContext,
  users: Uint32Array,
  included: Uint8Array,
  visit: (column: number, value: number, b: number) => void,
): void {
  const features = context.userFeatures();
  users.forEach((user, b) => {
    if (!included[b]) return;
    for (let p = features.indptr[user]; p < features.indptr[user + 1]; p++)
      visit(features.indices[p], features.values[p], b);
  });
}

/**
 * Gradient of the mean over the users of −Σ label · ln softmax(logit) over the targets. Candidates labelled NaN are
 * excluded.
 */
function softmaxGradient(logits: Float32Array, bias: Float32Array, labels: Float32Array, width: number): Float32Array {
  const users = logits.length / width;
  for (let at = 0, b = 0; b < users; b++) {
    for (let n = 0; n < width; n++, at++) {
      logits[at] = Number.isNaN(labels[at]) ? excludedLogit : logits[at] + bias[n];
    }
  }
  const probabilities = softmax(matrix(logits, users, width)).data;
  for (let at = 0, b = 0; b < users; b++) {
    let targets = 0;
    for (let n = 0; n < width; n++) targets += Math.max(0, labels[at + n] || 0);
    if (Number.isNaN(probabilities[at])) throw new DivergedError('The two towers diverged: lower the learning rate.');
    for (let n = 0; n < width; n++, at++)
      probabilities[at] = (targets * probabilities[at] - Math.max(0, labels[at] || 0)) / users;
  }
  return probabilities;
}

function gatherRows(rows: Float32Array, items: Uint32Array, width: number): Float32Array {
  const out = new Float32Array(items.length * width);
  items.forEach((item, n) => {
    out.set(rows.subarray(item * width, (item + 1) * width), n * width);
  });
  return out;
}

/** The arrays to serve. Items without positive interactions are placed by their content alone, with the lowest bias. */
function toFittedModel(towers: Towers, { context, params }: FitInput, popularity: Float64Array): FittedModel {
  const { d, contentWidth: c } = towers;
  const { items } = context;
  const out = product(matrix(towers.content, items, c), matrix(towers.projection.values, c, d)).data;
  const bias = new Float32Array(items);
  const lowest = towers.bias.values.reduce((low, b, i) => (popularity[i] > 0 ? Math.min(low, b) : low), 0);
  for (let item = 0; item < items; item++) {
    bias[item] = popularity[item] > 0 ? towers.bias.values[item] : lowest;
    if (popularity[item] > 0) for (let k = item * d; k < item * d + d; k++) out[k] += towers.items.values[k];
    else towers.users.table.row(item).fill(0);
  }
  const { vocabulary, columns } = context.userFeatures();
  const array = (data: Float32Array, ...shape: number[]): NamedArray => ({ dtype: 'float32', shape, data });
  return {
    spec: {
      type: 'towers',
      dimensions: d,
      historyExponent,
      recency: numberOf(params, 'recency'),
      userNumbers: vocabulary.numbers,
    },
    arrays: new Map<string, NamedArray>([
      ['historyVectors', array(towers.users.table.values, items, d)],
      ['itemVectors', array(out, items, d)],
      ['bias', array(bias, items)],
      ['userTerms', { dtype: 'string', shape: [vocabulary.terms.length], data: vocabulary.terms }],
      ['userIdf', array(vocabulary.idf, vocabulary.terms.length)],
      ['userVectors', array(towers.fields.values, columns, d)],
    ]),
  };
}
