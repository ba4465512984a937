import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Random } from '../../math/random.ts';
import { tf } from '../../tensor/tensor.ts';
import { read } from './matrix.ts';
import { Table } from './table.ts';

export interface PerceptronPass {
  /** One score per pair. */
  scores: Float32Array;
  /** From the gradient of the scores: accumulates that of the weights and returns that of the inputs, pairs × width. */
  backward(gradient: Float32Array): Float32Array;
}

/**
 * Two hidden layers over pairs of a user u and an item i: relu(u + i) of size `width`, then relu(· W + b) of size `hidden`,
 * then a weighted sum. The first layer needs no weights: they are part of the embeddings.
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
      const gradients = tf.tidy(() => {
        const dScores = tf.tensor2d(gradient, [pairs, 1]);
        const dOut = tf.matMul(tf.transpose(second), dScores);
        // A new tensor: the WebAssembly backend caches the packed right factor of a tensor and ignores a later reshape.
        const out = tf.tensor2d(this.out.values, [1, hidden]);
        const dSecond = tf.mul(tf.matMul(dScores, out), tf.step(second)) as Tensor2D;
        const transposed = tf.transpose(dSecond);
        const dWeights = tf.transpose(tf.matMul(transposed, first));
        const dFirst = tf.mul(tf.matMul(dSecond, tf.transpose(weights)), tf.step(first));
        return { dOut, dBias: tf.sum(transposed, 1), dWeights, dFirst };
      });
      this.out.add(0, read(gradients.dOut), 0, 1);
      this.bias.add(0, read(gradients.dBias), 0, 1);
      const dWeights = read(gradients.dWeights);
      for (let row = 0; row < width; row++) this.weights.add(row, dWeights, row * hidden, 1);
      const dSums = read(gradients.dFirst);
      for (const tensor of [...Object.values(kept), ...Object.values(gradients)]) tensor.dispose();
      return dSums;
    };
    return { scores, backward };
  }

  step(rate: number, decay: number): void {
    for (const table of [this.weights, this.bias, this.out]) table.step(rate, decay);
  }
}
