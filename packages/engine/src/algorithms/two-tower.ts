import { DivergedError } from '../data/errors.ts';
import { type Random, seeded } from '../math/random.ts';
import type { FittedModel, NamedArray } from '../scoring/spec.ts';
import { contentVectors } from './content.ts';
import { type AlgorithmDefinition, type FitInput, numberOf } from './definition.ts';
import { type Batch, Batches, shares, signedHistories } from './neural/batches.ts';
import { HistoryEncoder } from './neural/history-encoder.ts';
import { matrix, product, softmax } from './neural/matrix.ts';
import { Table } from './neural/table.ts';
import { servedRecency } from './recency.ts';
import type { TrainingContext } from './training-context.ts';

const batch = { users: 192, items: 1024, mostShown: 150, mostWanted: 8, bringDisliked: false };
const contentWidth = 64;
/** How often the user's own fields are told in learning: not always, for not every request brings them. */
const fieldsTold = 0.7;
/** How much confidence counts, in what is shown of a user and in what is to be found. */
const historyExponent = 0.5;
/** A score whose share of a softmax is 0. */
const leftOut = -1e9;

/**
 * Two towers (Yi et al. 2019): a user's is the history plus a projection of the user's own fields, an item's its own
 * vector plus a projection of its content. The
 * item's own vector is left out at random (Volkovs et al. 2017, DropoutNet), so that the content alone has to do as well:
 * that is how new items are served. Softmax over sampled candidates, corrected for how likely each was sampled.
 */
export const twoTower: AlgorithmDefinition = {
  name: 'two-tower',
  kind: 'hybrid',
  description:
    'Two small networks learned together, one for histories, one for items and their descriptions. Serves new items.',
  needs: { interactions: true, itemFeatures: false, mostItems: 200_000 },
  memory: ({ items, interactions }, params) => 12 * interactions + items * (numberOf(params, 'dimensions') * 40 + 600),
  seconds: ({ users, items }, params) =>
    1 +
    items / 5000 +
    epochsFor(users, batch.users, numberOf(params, 'epochs')) * Math.ceil(users / batch.users) * 0.015,
  served: servedRecency,
  params: {
    dimensions: { type: 'integer', default: 64, min: 4, max: 256, log: true, description: 'Width of both towers' },
    rate: { type: 'number', default: 0.005, min: 1e-4, max: 0.1, log: true, description: 'Step of learning' },
    decay: { type: 'number', default: 0.0003, min: 1e-7, max: 0.1, log: true, description: 'Caution against chance' },
    recency: { type: 'number', default: 0, min: 0, max: 2, description: 'How much more the newest events count' },
    dropout: {
      type: 'number',
      default: 0.3,
      min: 0,
      max: 0.9,
      description: 'How often an item must do with its content',
    },
    epochs: { fixed: true, type: 'integer', default: 60, min: 1, max: 1000, description: 'Passes over all users' },
  },
  async fit(input) {
    const { context, matrix: interactions, params, signal, onProgress } = input;
    await context.tensors();
    const towers = await openTowers(input);
    const histories = signedHistories(interactions, historyExponent);
    const random = seeded(context.seed + 17);
    const popularity = shares(histories, context.items);
    const batches = new Batches(histories, popularity, batch, random);
    const epochs = epochsFor(context.users, batch.users, numberOf(params, 'epochs'));
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (const part of batches.pass()) {
        await new Promise((resolve) => setImmediate(resolve));
        signal.throwIfAborted();
        learn(towers, part, input, random);
      }
      onProgress((epoch + 1) / epochs, `pass ${epoch + 1} of ${epochs}`);
    }
    return served(towers, input, popularity);
  },
};

interface Towers {
  users: HistoryEncoder;
  items: Table;
  bias: Table;
  /** content × dimensions: rows are learned together. */
  projection: Table;
  /** Columns of the users' fields × dimensions. */
  fields: Table;
  content: Float32Array;
  contentWidth: number;
  d: number;
}

/** Few users make short passes: at least so many steps are taken in all, at most so many. */
export function epochsFor(users: number, batchUsers: number, epochs: number): number {
  const steps = Math.max(1, Math.ceil(users / batchUsers));
  return Math.max(1, Math.min(Math.max(epochs, Math.ceil(60 / steps)), Math.ceil(6000 / steps)));
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

function learn(towers: Towers, part: Batch, { context, params }: FitInput, random: Random): void {
  const { shown, items, labels, logChance } = part;
  const { d, contentWidth: c } = towers;
  const content = gathered(towers.content, items, c);
  const vectors = product(matrix(content, items.length, c), matrix(towers.projection.values, c, d)).data;
  const own = Uint8Array.from(items, () => (random() < numberOf(params, 'dropout') ? 0 : 1));
  for (let n = 0; n < items.length; n++) {
    if (own[n]) for (let k = 0; k < d; k++) vectors[n * d + k] += towers.items.values[items[n] * d + k];
  }
  const users = towers.users.forward(shown);
  const told = Uint8Array.from(part.users, () => (random() < fieldsTold ? 1 : 0));
  eachField(context, part.users, told, (column, value, b) => {
    for (let k = 0; k < d; k++) users[b * d + k] += value * towers.fields.values[column * d + k];
  });
  const u = matrix(users, part.users.length, d);
  const v = matrix(vectors, items.length, d);
  const logits = product(u, v, false, true).data;
  const bias = Float32Array.from(items, (item, n) => (own[n] ? towers.bias.values[item] : 0) - logChance[n]);
  const gradient = matrix(softmaxGradient(logits, bias, labels, items.length), part.users.length, items.length);

  const dUsers = product(gradient, v).data;
  towers.users.backward(shown, dUsers);
  eachField(context, part.users, told, (column, value, b) => towers.fields.add(column, dUsers, b * d, value));
  const dItems = product(gradient, u, true).data;
  const dBias = new Float32Array(items.length);
  for (let at = 0; at < gradient.data.length; )
    for (let n = 0; n < items.length; n++, at++) dBias[n] += gradient.data[at];
  for (let n = 0; n < items.length; n++) {
    if (!own[n]) continue;
    towers.items.add(items[n], dItems, n * d, 1);
    towers.bias.add(items[n], dBias, n, 1);
  }
  const dProjection = product(matrix(content, items.length, c), matrix(dItems, items.length, d), true).data;
  for (let k = 0; k < c; k++) towers.projection.add(k, dProjection, k * d, 1);
  const [rate, decay] = [numberOf(params, 'rate'), numberOf(params, 'decay')];
  for (const table of [towers.users.table, towers.items, towers.projection, towers.fields]) table.step(rate, decay);
  towers.bias.step(rate, 0);
}

/** The fields of those users of a batch whose fields are told. */
function eachField(
  context: TrainingContext,
  users: Uint32Array,
  told: Uint8Array,
  visit: (column: number, value: number, b: number) => void,
): void {
  const features = context.userFeatures();
  users.forEach((user, b) => {
    if (!told[b]) return;
    for (let p = features.indptr[user]; p < features.indptr[user + 1]; p++)
      visit(features.indices[p], features.values[p], b);
  });
}

/** The gradient of the mean over the users of -Σ ln softmax over what was to be found; the scores must be finite. */
function softmaxGradient(logits: Float32Array, bias: Float32Array, labels: Float32Array, width: number): Float32Array {
  const users = logits.length / width;
  for (let at = 0, b = 0; b < users; b++) {
    for (let n = 0; n < width; n++, at++) {
      logits[at] = Number.isNaN(labels[at]) ? leftOut : logits[at] + bias[n];
    }
  }
  const chances = softmax(matrix(logits, users, width)).data;
  for (let at = 0, b = 0; b < users; b++) {
    let found = 0;
    for (let n = 0; n < width; n++) found += Math.max(0, labels[at + n] || 0);
    if (Number.isNaN(chances[at]))
      throw new DivergedError('The two towers left the finite numbers; a smaller rate helps.');
    for (let n = 0; n < width; n++, at++) chances[at] = (found * chances[at] - Math.max(0, labels[at] || 0)) / users;
  }
  return chances;
}

function gathered(rows: Float32Array, items: Uint32Array, width: number): Float32Array {
  const out = new Float32Array(items.length * width);
  items.forEach((item, n) => {
    out.set(rows.subarray(item * width, (item + 1) * width), n * width);
  });
  return out;
}

/** Both tables as they are served. An item that was hardly ever met is mostly its content, as it was in learning. */
function served(towers: Towers, { context, params }: FitInput, popularity: Float64Array): FittedModel {
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
