import type { Random } from '../../math/random.ts';
import { tf } from '../../tensor/tensor.ts';
import { read } from './matrix.ts';
import { Table } from './table.ts';

export interface PerceptronPass {
  /** One per pair. */
  scores: Float32Array;
  /** Takes the gradient of the scores, keeps that of the weights and gives that of the inputs: pairs × width. */
  backward(gradient: Float32Array): Float32Array;
}

/**
 * Two hidden layers over pairs of a user and an item: relu(u + i) of `width`, relu(· W + b) of `hidden`, then a sum. The
 * first layer's weights are part of the embeddings that come in, since a product with an embedding is an embedding.
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

  /** `sums`: u + i of every pair, pairs × width. */
  forward(sums: Float32Array): PerceptronPass {
    const { width, hidden } = this;
    const pairs = sums.length / width;
    const kept = tf.tidy(() => {
      const first = tf.relu(tf.tensor2d(sums, [pairs, width]));
      const weights = tf.tensor2d(this.weights.values, [width, hidden]);
      const bias = tf.tensor1d(this.bias.values);
      const second = tf.fused.matMul({ a: first, b: weights, bias, activation: 'relu' });
      return { first, second, weights, scores: tf.matMul(second, tf.tensor2d(this.out.values, [hidden, 1])) };
    });
    const scores = read(kept.scores);
    const backward = (gradient: Float32Array) => {
      const { first, second, weights } = kept;
      const found = tf.tidy(() => {
        const dScores = tf.tensor2d(gradient, [pairs, 1]);
        const dOut = tf.matMul(tf.transpose(second), dScores);
        // A tensor of its own: the WebAssembly backend keeps what it prepared of a right factor, whatever its later shape.
        const out = tf.tensor2d(this.out.values, [1, hidden]);
        const dSecond = tf.mul(tf.matMul(dScores, out), tf.step(second)) as tf.Tensor2D;
        const turned = tf.transpose(dSecond);
        const dWeights = tf.transpose(tf.matMul(turned, first));
        const dFirst = tf.mul(tf.matMul(dSecond, tf.transpose(weights)), tf.step(first));
        return { dOut, dBias: tf.sum(turned, 1), dWeights, dFirst };
      });
      this.out.add(0, read(found.dOut), 0, 1);
      this.bias.add(0, read(found.dBias), 0, 1);
      const dWeights = read(found.dWeights);
      for (let row = 0; row < width; row++) this.weights.add(row, dWeights, row * hidden, 1);
      const dSums = read(found.dFirst);
      for (const tensor of [...Object.values(kept), ...Object.values(found)]) tensor.dispose();
      return dSums;
    };
    return { scores, backward };
  }

  step(rate: number, decay: number): void {
    for (const table of [this.weights, this.bias, this.out]) table.step(rate, decay);
  }
}
