import { DivergedError } from '../data/errors.ts';
import { type Random, seeded } from '../math/random.ts';
import type { FittedModel } from '../scoring/spec.ts';
import { type AlgorithmDefinition, type FitInput, numberOf } from './definition.ts';
import { type Batch, Batches, popularityShares, signedHistories } from './neural/batches.ts';
import { epochsFor } from './neural/epochs.ts';
import { HistoryEncoder } from './neural/history-encoder.ts';
import { drawPairs } from './neural/pairs.ts';
import { Perceptron } from './neural/perceptron.ts';
import { Table } from './neural/table.ts';
import { recency, servedRecency } from './serving-parameters.ts';

const batch = { users: 64, items: 224, maxInputs: 100, maxTargets: 16, sampleDisliked: true };
const width = 32;
const hidden = 8;
/** γ: confidence^γ weights both the input history and the targets. */
const historyExponent = 0.5;
/** He et al. sample four negatives per positive. Here more are sampled, with the total weight of four per positive. */
const negativesPerPositive = 4;
const negativesPerUser = 32;

/**
 * Neural collaborative filtering: He et al. 2017, "Neural collaborative filtering", NeuMF (equation 12) with logistic
 * loss (equation 7): generalised matrix factorisation (GMF) plus a multilayer perceptron with two hidden layers. Users are
 * encoded from their history instead of a user embedding, so new users and new interactions need no training.
 */
export const ncf: AlgorithmDefinition = {
  name: 'ncf',
  label: 'Neural collaborative filtering',
  kind: 'collaborative',
  description: 'A neural network over pairs of user and item. Slow to train; rarely better than the linear models.',
  needs: { interactions: true, itemFeatures: false, maxItems: 100_000 },
  memory: ({ items, interactions }, params) =>
    12 * interactions + items * (numberOf(params, 'dimensions') + width) * 48,
  seconds: ({ users }, params) =>
    0.5 + epochsFor(users, batch.users, numberOf(params, 'epochs')) * Math.ceil(users / batch.users) * 0.007,
  served: servedRecency,
  params: {
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
      default: 0.0001,
      min: 1e-7,
      max: 0.1,
      log: true,
      label: 'Weight decay',
      symbol: 'λ',
      description: 'L2 penalty on all weights, added to their gradients.',
    },
    recency,
    dimensions: {
      type: 'integer',
      default: 32,
      min: 4,
      max: 128,
      log: true,
      label: 'GMF dimensions',
      symbol: 'd',
      description: 'Width of the embeddings of the generalised matrix factorisation.',
    },
    epochs: {
      fixed: true,
      type: 'integer',
      default: 25,
      min: 1,
      max: 1000,
      label: 'Epochs',
      description: 'Passes over all users; more for very few users, fewer for very many.',
    },
  },
  async fit(input) {
    const { context, params, signal, onProgress } = input;
    await context.tensors();
    const random = seeded(context.seed + 29);
    const d = numberOf(params, 'dimensions');
    const net: Net = {
      users: new HistoryEncoder(context.items, d + width, random),
      items: new Table(context.items, d + width, 0.3 / Math.sqrt(d), random),
      bias: new Table(context.items, 1, 0, random),
      perceptron: new Perceptron(width, hidden, random),
      d,
    };
    const histories = signedHistories(input.matrix, historyExponent);
    const popularity = popularityShares(histories, context.items);
    const batches = new Batches(histories, popularity, batch, random);
    const epochs = epochsFor(context.users, batch.users, numberOf(params, 'epochs'));
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (const part of batches.epoch()) {
        await new Promise((resolve) => setImmediate(resolve));
        signal.throwIfAborted();
        trainBatch(net, part, input, random);
      }
      onProgress((epoch + 1) / epochs, `epoch ${epoch + 1} of ${epochs}`);
    }
    return toFittedModel(net, input, popularity);
  },
};

interface Net {
  users: HistoryEncoder;
  /** Columns 0 to d − 1 are the GMF embedding, the other `width` ones the input of the perceptron. */
  items: Table;
  bias: Table;
  perceptron: Perceptron;
  d: number;
}

/** One forward and backward pass over the sampled pairs of a batch, then a step of Adam. */
function trainBatch(net: Net, part: Batch, { params }: FitInput, random: Random): void {
  const { d } = net;
  const size = d + width;
  const users = net.users.forward(part.inputs);
  const items = new Float32Array(part.items.length * size);
  part.items.forEach((item, at) => {
    items.set(net.items.row(item), at * size);
  });
  const pairs = drawPairs(part, negativesPerUser, random);
  const scores = new Float32Array(pairs.labels.length);
  const sums = new Float32Array(scores.length * width);
  for (let p = 0; p < scores.length; p++) {
    const u = pairs.users[p] * size;
    const i = pairs.items[p] * size;
    let score = net.bias.values[part.items[pairs.items[p]]];
    for (let k = 0; k < d; k++) score += users[u + k] * items[i + k];
    for (let k = 0; k < width; k++) sums[p * width + k] = users[u + d + k] + items[i + d + k];
    scores[p] = score;
  }
  const deep = net.perceptron.forward(sums);
  for (let p = 0; p < scores.length; p++) scores[p] += deep.scores[p];
  const gradient = logisticGradient(scores, pairs.labels, part.users.length);

  const dSums = deep.backward(gradient);
  const dUsers = new Float32Array(users.length);
  const dItems = new Float32Array(items.length);
  for (let p = 0; p < gradient.length; p++) {
    const u = pairs.users[p] * size;
    const i = pairs.items[p] * size;
    const g = gradient[p];
    for (let k = 0; k < d; k++) {
      dUsers[u + k] += g * items[i + k];
      dItems[i + k] += g * users[u + k];
    }
    for (let k = 0; k < width; k++) {
      dUsers[u + d + k] += dSums[p * width + k];
      dItems[i + d + k] += dSums[p * width + k];
    }
    net.bias.add(part.items[pairs.items[p]], gradient, p, 1);
  }
  net.users.backward(part.inputs, dUsers);
  for (let at = 0; at < part.items.length; at++) net.items.add(part.items[at], dItems, at * size, 1);
  const [rate, decay] = [numberOf(params, 'rate'), numberOf(params, 'decay')];
  net.users.table.step(rate, decay);
  net.items.step(rate, decay);
  net.bias.step(rate, 0);
  net.perceptron.step(rate, decay);
}

/**
 * Gradient of the logistic loss, averaged over the users. Sampled negatives are weighted so that their total is
 * `negativesPerPositive` times the number of positives.
 */
function logisticGradient(scores: Float32Array, labels: Float32Array, users: number): Float32Array {
  let positives = 0;
  let negatives = 0;
  for (const label of labels) {
    if (label > 0) positives++;
    else if (label === 0) negatives++;
  }
  const weight = negatives > 0 ? (negativesPerPositive * positives) / negatives : 0;
  return scores.map((score, p) => {
    const probability = 1 / (1 + Math.exp(-score));
    if (Number.isNaN(probability)) throw new DivergedError('NCF diverged: lower the learning rate.');
    const label = labels[p];
    if (label > 0) return (label * (probability - 1)) / users;
    return ((label === 0 ? weight : -label) * probability) / users;
  });
}

function split(rows: Float32Array, count: number, d: number): { left: Float32Array; right: Float32Array } {
  const left = new Float32Array(count * d);
  const right = new Float32Array(count * width);
  for (let r = 0; r < count; r++) {
    left.set(rows.subarray(r * (d + width), r * (d + width) + d), r * d);
    right.set(rows.subarray(r * (d + width) + d, (r + 1) * (d + width)), r * width);
  }
  return { left, right };
}

/** The arrays to serve. Items without positive interactions get zero vectors and the lowest bias. */
function toFittedModel(net: Net, { context, params }: FitInput, popularity: Float64Array): FittedModel {
  const { items } = context;
  const { d } = net;
  const table = split(net.items.values, items, d);
  const history = split(net.users.table.values, items, d);
  const lowest = net.bias.values.reduce((low, b, i) => (popularity[i] > 0 ? Math.min(low, b) : low), 0);
  const bias = net.bias.values.map((b, item) => (popularity[item] > 0 ? b : lowest));
  for (let item = 0; item < items; item++) {
    if (popularity[item] > 0) continue;
    // Never trained: zeros instead of the random initialisation.
    table.left.fill(0, item * d, (item + 1) * d);
    table.right.fill(0, item * width, (item + 1) * width);
    history.left.fill(0, item * d, (item + 1) * d);
    history.right.fill(0, item * width, (item + 1) * width);
  }
  const array = (data: Float32Array, ...shape: number[]) => ({ dtype: 'float32' as const, shape, data });
  return {
    spec: { type: 'neural', dimensions: d, width, hidden, historyExponent, recency: numberOf(params, 'recency') },
    arrays: new Map([
      ['historyVectors', array(history.left, items, d)],
      ['itemVectors', array(table.left, items, d)],
      ['bias', array(bias, items)],
      ['historyLayer', array(history.right, items, width)],
      ['itemLayer', array(table.right, items, width)],
      ['hiddenWeights', array(net.perceptron.weights.values, width, hidden)],
      ['hiddenBias', array(net.perceptron.bias.values, hidden)],
      ['outWeights', array(net.perceptron.out.values, hidden)],
    ]),
  };
}
