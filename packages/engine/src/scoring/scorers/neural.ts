import { ModelMemory } from '../../kernels/index.ts';
import type { History, Scorer } from '../scorer.ts';
import { type HistoryWeighing, type TowerArrays, towerScorer, unitWeights } from './towers.ts';

export interface NeuralArrays extends TowerArrays {
  /** First hidden layer before its ReLU: the addends of the history's items and of the scored item; items × width. */
  historyLayer: Float32Array;
  itemLayer: Float32Array;
  /** width × hidden, hidden, hidden. */
  hiddenWeights: Float32Array;
  hiddenBias: Float32Array;
  outWeights: Float32Array;
}

/** NeuMF (He et al. 2017): a factorisation, scored as towers are, plus a multilayer perceptron for every item. */
export function neuralScorer(
  arrays: NeuralArrays,
  spec: HistoryWeighing & { dimensions: number; width: number; hidden: number },
  memory = new ModelMemory(),
  name = '',
): Scorer {
  const { historyLayer, itemLayer, hiddenWeights, hiddenBias, outWeights } = arrays;
  const { width, hidden } = spec;
  const factorised = towerScorer(arrays, spec, undefined, memory, name);
  return {
    ...factorised,
    score(history, out) {
      factorised.score(history, out);
      const user = layerOf(history);
      if (user.every((x) => x === 0)) return;
      const second = new Float32Array(hidden);
      for (let item = 0, at = 0; item < out.length; item++, at += width) {
        second.set(hiddenBias);
        for (let k = 0; k < width; k++) {
          const first = user[k] + itemLayer[at + k];
          if (first <= 0) continue;
          for (let h = 0, w = k * hidden; h < hidden; h++, w++) second[h] += first * hiddenWeights[w];
        }
        let sum = 0;
        for (let h = 0; h < hidden; h++) if (second[h] > 0) sum += second[h] * outWeights[h];
        out[item] += sum;
      }
    },
  };

  function layerOf(history: History): Float32Array {
    const weights = unitWeights(history, spec);
    const layer = new Float32Array(width);
    history.items.forEach((item, n) => {
      for (let k = 0; k < width; k++) layer[k] += weights[n] * historyLayer[item * width + k];
    });
    return layer;
  }
}
