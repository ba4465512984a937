import type { Random } from '../random.ts';
import { tf } from '../tensor.ts';
import { read } from './matrix.ts';
import { Table } from './table.ts';

export interface PerceptronPass {
  /** users × items */
  scores: Float32Array;
  /** Gives the gradients of the two inputs (users × width, items × width) and keeps those of the weights. */
  backward(gradient: Float32Array): { users: Float32Array; items: Float32Array };
}

/**
 * Two hidden layers over every pair of a user and an item: relu(u + i) of `width`, relu(· W + b) of `hidden`, then a sum.
 * The first layer's weights are part of the embeddings that come in, since a product with an embedding is an embedding.
 */
export class Perceptron {
  readonly width: number;
  readonly hidden: number;
  readonly weights: Table;
  readonly bias: Table;
  readonly out: Table;

  constructor(width: number, hidden: number, random: Random) {
    this.width = width;
    this.hidden = hidden;
    this.weights = new Table(width, hidden, Math.sqrt(2 / width), random);
    this.bias = new Table(1, hidden, 0, random);
    this.out = new Table(1, hidden, Math.sqrt(1 / hidden), random);
  }

  forward(users: Float32Array, items: Float32Array): PerceptronPass {
    const { width, hidden } = this;
    const b = users.length / width;
    const n = items.length / width;
    const kept = tf.tidy(() => {
      const sum = tf.add(tf.tensor3d(users, [b, 1, width]), tf.tensor3d(items, [1, n, width]));
      const first = tf.reshape(tf.relu(sum), [b * n, width]) as tf.Tensor2D;
      const weights = tf.tensor2d(this.weights.values, [width, hidden]);
      const bias = tf.tensor1d(this.bias.values);
      const second = tf.fused.matMul({ a: first, b: weights, bias, activation: 'relu' });
      const out = tf.tensor2d(this.out.values, [hidden, 1]);
      return { first, second, weights, scores: tf.matMul(second, out) };
    });
    const scores = read(kept.scores);
    const backward = (gradient: Float32Array) => {
      const { first, second, weights } = kept;
      const found = tf.tidy(() => {
        const dScores = tf.tensor2d(gradient, [1, b * n]);
        const dOut = tf.matMul(tf.transpose(second), tf.reshape(dScores, [b * n, 1]));
        const out = tf.tensor2d(this.out.values, [1, hidden]);
        const dSecond = tf.mul(tf.matMul(tf.reshape(dScores, [b * n, 1]), out), tf.step(second)) as tf.Tensor2D;
        const turned = tf.transpose(dSecond);
        // The small result is turned, not the large first layer.
        const dWeights = tf.transpose(tf.matMul(turned, first));
        const dFirst = tf.mul(tf.matMul(dSecond, tf.transpose(weights)), tf.step(first));
        const dUsers = tf.sum(tf.reshape(dFirst, [b, n, width]), 1);
        // A sum over rows as a product, which no backend turns around first.
        const dItems = tf.matMul(tf.ones([1, b]), tf.reshape(dFirst, [b, n * width]));
        return { dOut, dBias: tf.sum(turned, 1), dWeights, dUsers, dItems };
      });
      this.out.add(0, read(found.dOut), 0, 1);
      this.bias.add(0, read(found.dBias), 0, 1);
      const dWeights = read(found.dWeights);
      for (let row = 0; row < width; row++) this.weights.add(row, dWeights, row * hidden, 1);
      const inputs = { users: read(found.dUsers), items: read(found.dItems) };
      for (const tensor of [...Object.values(kept), ...Object.values(found)]) tensor.dispose();
      return inputs;
    };
    return { scores, backward };
  }

  step(rate: number, decay: number): void {
    for (const table of [this.weights, this.bias, this.out]) table.step(rate, decay);
  }
}
