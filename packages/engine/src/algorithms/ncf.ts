import { DivergedError } from '../errors.ts';
import { type Batch, Batches, shares, signedHistories } from '../neural/batches.ts';
import { HistoryEncoder } from '../neural/history-encoder.ts';
import { matrix, product } from '../neural/matrix.ts';
import { Perceptron } from '../neural/perceptron.ts';
import { Table } from '../neural/table.ts';
import { seeded } from '../random.ts';
import type { FittedModel } from '../serve/spec.ts';
import { type AlgorithmDefinition, type FitInput, numberOf } from './definition.ts';
import { servedRecency } from './recency.ts';
import { epochsFor } from './two-tower.ts';

const batch = { users: 64, items: 224, mostShown: 100, mostWanted: 8 };
const width = 32;
const hidden = 8;
/** How much confidence counts, in what is shown of a user and in what is to be found. */
const historyExponent = 0.5;
/** He et al. draw four items not met for each one met; here all sampled ones are used and weigh as much as four. */
const negativesPerPositive = 4;

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
    0.5 + epochsFor(users, batch.users, numberOf(params, 'epochs')) * Math.ceil(users / batch.users) * 0.03,
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
    const { workshop, params, signal, onProgress } = input;
    await workshop.tensors();
    const random = seeded(workshop.seed + 29);
    const d = numberOf(params, 'dimensions');
    const net: Net = {
      users: new HistoryEncoder(workshop.items, d + width, random),
      items: new Table(workshop.items, d + width, 0.3 / Math.sqrt(d), random),
      bias: new Table(workshop.items, 1, 0, random),
      perceptron: new Perceptron(width, hidden, random),
      d,
    };
    const histories = signedHistories(input.matrix, historyExponent);
    const popularity = shares(histories, workshop.items);
    const batches = new Batches(histories, popularity, batch, random);
    const epochs = epochsFor(workshop.users, batch.users, numberOf(params, 'epochs'));
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (const part of batches.pass()) {
        await new Promise((resolve) => setImmediate(resolve));
        signal.throwIfAborted();
        learn(net, part, input);
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

function learn(net: Net, { users: asked, shown, items, labels }: Batch, { params }: FitInput): void {
  const { d } = net;
  const [b, n] = [asked.length, items.length];
  const users = split(net.users.forward(shown), b, d);
  const rows = new Float32Array(n * (d + width));
  items.forEach((item, at) => {
    rows.set(net.items.row(item), at * (d + width));
  });
  const candidates = split(rows, n, d);
  const factors = product(matrix(users.left, b, d), matrix(candidates.left, n, d), false, true).data;
  const deep = net.perceptron.forward(users.right, candidates.right);
  const gradient = new Float32Array(b * n);
  for (let at = 0; at < gradient.length; )
    for (let i = 0; i < n; i++, at++) gradient[at] = factors[at] + deep.scores[at] + net.bias.values[items[i]];
  logisticGradient(gradient, labels, b);

  const g = matrix(gradient, b, n);
  const dUsers = product(g, matrix(candidates.left, n, d)).data;
  const dItems = product(g, matrix(users.left, b, d), true).data;
  const deeper = deep.backward(gradient);
  net.users.backward(shown, joined(dUsers, deeper.users, b, d));
  const dRows = joined(dItems, deeper.items, n, d);
  const dBias = new Float32Array(n);
  for (let at = 0; at < gradient.length; ) for (let i = 0; i < n; i++, at++) dBias[i] += gradient[at];
  items.forEach((item, at) => {
    net.items.add(item, dRows, at * (d + width), 1);
    net.bias.add(item, dBias, at, 1);
  });
  const [rate, decay] = [numberOf(params, 'rate'), numberOf(params, 'decay')];
  net.users.table.step(rate, decay);
  net.items.step(rate, decay);
  net.bias.step(rate, 0);
  net.perceptron.step(rate, decay);
}

/** Scores become the gradient of the logistic loss, in place. */
function logisticGradient(scores: Float32Array, labels: Float32Array, users: number): void {
  let positive = 0;
  let negative = 0;
  for (const label of labels) {
    if (label > 0) positive++;
    else if (label === 0) negative++;
  }
  const weight = negative > 0 ? (negativesPerPositive * positive) / negative : 0;
  for (let at = 0; at < scores.length; at++) {
    const chance = 1 / (1 + Math.exp(-scores[at]));
    if (Number.isNaN(chance)) throw new DivergedError('The network left the finite numbers; a smaller rate helps.');
    const label = labels[at];
    if (label > 0) scores[at] = (label * (chance - 1)) / users;
    else if (label <= 0) scores[at] = ((label === 0 ? weight : -label) * chance) / users;
    else scores[at] = 0;
  }
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

function joined(left: Float32Array, right: Float32Array, count: number, d: number): Float32Array {
  const out = new Float32Array(count * (d + width));
  for (let r = 0; r < count; r++) {
    out.set(left.subarray(r * d, (r + 1) * d), r * (d + width));
    out.set(right.subarray(r * width, (r + 1) * width), r * (d + width) + d);
  }
  return out;
}

function served(net: Net, { workshop, params }: FitInput, popularity: Float64Array): FittedModel {
  const { items } = workshop;
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
