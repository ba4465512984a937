import { DivergedError } from '../data/errors.ts';
import { type Random, seeded } from '../math/random.ts';
import type { FittedModel } from '../scoring/spec.ts';
import { type AlgorithmDefinition, type FitInput, numberOf } from './definition.ts';
import { type Batch, Batches, shares, signedHistories } from './neural/batches.ts';
import { HistoryEncoder } from './neural/history-encoder.ts';
import { drawPairs } from './neural/pairs.ts';
import { Perceptron } from './neural/perceptron.ts';
import { Table } from './neural/table.ts';
import { servedRecency } from './recency.ts';
import { epochsFor } from './two-tower.ts';

const batch = { users: 64, items: 224, mostShown: 100, mostWanted: 16, bringDisliked: true };
const width = 32;
const hidden = 8;
/** How much confidence counts, in what is shown of a user and in what is to be found. */
const historyExponent = 0.5;
/** He et al. draw four items not met for each one met; here more are drawn and weigh as much as four. */
const negativesPerPositive = 4;
const unmetPerUser = 32;

/**
 * Neural collaborative filtering (He et al. 2017, NeuMF): a generalised matrix factorisation and a perceptron of two
 * hidden layers side by side, logistic loss. Users are encoded by their history instead of a row of their own, so that
 * new users and new events are served at once.
 */
export const ncf: AlgorithmDefinition = {
  name: 'ncf',
  kind: 'collaborative',
  description: 'A neural network over pairs of user and item. Slow to learn; rarely better than the linear models.',
  needs: { interactions: true, itemFeatures: false, mostItems: 100_000 },
  memory: ({ items, interactions }, params) =>
    12 * interactions + items * (numberOf(params, 'dimensions') + width) * 48,
  seconds: ({ users }, params) =>
    0.5 + epochsFor(users, batch.users, numberOf(params, 'epochs')) * Math.ceil(users / batch.users) * 0.007,
  served: servedRecency,
  params: {
    rate: { type: 'number', default: 0.005, min: 1e-4, max: 0.1, log: true, description: 'Step of learning' },
    decay: { type: 'number', default: 0.0001, min: 1e-7, max: 0.1, log: true, description: 'Caution against chance' },
    recency: { type: 'number', default: 0, min: 0, max: 2, description: 'How much more the newest events count' },
    dimensions: {
      type: 'integer',
      default: 32,
      min: 4,
      max: 128,
      log: true,
      description: 'Width of the factorisation',
    },
    epochs: { fixed: true, type: 'integer', default: 25, min: 1, max: 1000, description: 'Passes over all users' },
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
    const popularity = shares(histories, context.items);
    const batches = new Batches(histories, popularity, batch, random);
    const epochs = epochsFor(context.users, batch.users, numberOf(params, 'epochs'));
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (const part of batches.pass()) {
        await new Promise((resolve) => setImmediate(resolve));
        signal.throwIfAborted();
        learn(net, part, input, random);
      }
      onProgress((epoch + 1) / epochs, `pass ${epoch + 1} of ${epochs}`);
    }
    return served(net, input, popularity);
  },
};

interface Net {
  users: HistoryEncoder;
  /** The first d columns are the factorisation's, the other the perceptron's first layer. */
  items: Table;
  bias: Table;
  perceptron: Perceptron;
  d: number;
}

function learn(net: Net, part: Batch, { params }: FitInput, random: Random): void {
  const { d } = net;
  const size = d + width;
  const users = net.users.forward(part.shown);
  const items = new Float32Array(part.items.length * size);
  part.items.forEach((item, at) => {
    items.set(net.items.row(item), at * size);
  });
  const pairs = drawPairs(part, unmetPerUser, random);
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
  net.users.backward(part.shown, dUsers);
  for (let at = 0; at < part.items.length; at++) net.items.add(part.items[at], dItems, at * size, 1);
  const [rate, decay] = [numberOf(params, 'rate'), numberOf(params, 'decay')];
  net.users.table.step(rate, decay);
  net.items.step(rate, decay);
  net.bias.step(rate, 0);
  net.perceptron.step(rate, decay);
}

/** The gradient of the logistic loss, of its mean over the users; all that was not met weighs as much as a few that were. */
function logisticGradient(scores: Float32Array, labels: Float32Array, users: number): Float32Array {
  let liked = 0;
  let unmet = 0;
  for (const label of labels) {
    if (label > 0) liked++;
    else if (label === 0) unmet++;
  }
  const weight = unmet > 0 ? (negativesPerPositive * liked) / unmet : 0;
  return scores.map((score, p) => {
    const chance = 1 / (1 + Math.exp(-score));
    if (Number.isNaN(chance)) throw new DivergedError('The network left the finite numbers; a smaller rate helps.');
    const label = labels[p];
    if (label > 0) return (label * (chance - 1)) / users;
    return ((label === 0 ? weight : -label) * chance) / users;
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

function served(net: Net, { context, params }: FitInput, popularity: Float64Array): FittedModel {
  const { items } = context;
  const { d } = net;
  const table = split(net.items.values, items, d);
  const history = split(net.users.table.values, items, d);
  const lowest = net.bias.values.reduce((low, b, i) => (popularity[i] > 0 ? Math.min(low, b) : low), 0);
  const bias = net.bias.values.map((b, item) => (popularity[item] > 0 ? b : lowest));
  for (let item = 0; item < items; item++) {
    if (popularity[item] > 0) continue;
    // Nobody met it, so nothing was learned: no vector rather than a random one.
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
