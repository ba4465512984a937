import type { History, Scorer } from '../scorer.ts';
import type { BlendPart } from '../spec.ts';
import { Newcomers } from './newcomers.ts';

export type OpenPart = Pick<BlendPart, 'weight' | 'trust'> & { scorer: Scorer };

/**
 * The weighted sum of models, each brought to mean 0 and deviation 1 over the catalogue first, because their scales
 * have nothing in common. `trust` makes a part speak louder or softer about items that few have met. `newItems`, which
 * nobody has met, are ranked among themselves and get their share of every list (newcomers.ts).
 */
export function blendScorer(parts: OpenPart[], userCounts: Uint32Array, newItems: Uint32Array): Scorer {
  const items = userCounts.length;
  const scratch = new Float32Array(items);
  const loudness = parts.map((part) => Float32Array.from(userCounts, (n) => part.weight * trusted(n, part.trust)));
  const newcomers = new Newcomers(newItems, items);
  const add = (index: number, out: Float32Array) => {
    newcomers.hear(scratch);
    const { mean, deviation } = moments(scratch);
    if (!(deviation > 0)) return false;
    const loud = loudness[index];
    const scale = 1 / deviation;
    for (let i = 0; i < items; i++) out[i] += loud[i] * (scratch[i] - mean) * scale;
    return true;
  };
  // What everybody gets alike is added up once; newcomers are told of it each time.
  const constant = parts.filter((part) => part.scorer.constant);
  const base = new Float32Array(items);
  const told = constant.map((part) => {
    part.scorer.score(nobody, scratch);
    add(parts.indexOf(part), base);
    return newcomers.tellAgain();
  });
  return {
    silent: false,
    readsUser: parts.some((part) => part.scorer.readsUser === true),
    score(history, out, excluded) {
      out.set(base);
      for (const tell of told) tell();
      parts.forEach((part, index) => {
        if (part.scorer.constant) return;
        part.scorer.score(history, scratch);
        add(index, out);
      });
      newcomers.place(out, excluded);
    },
    similar(item, out, excluded) {
      out.fill(0);
      let known = false;
      parts.forEach((part, index) => {
        if (part.scorer.similar(item, scratch) && add(index, out)) known = true;
      });
      newcomers.place(out, excluded);
      return known;
    },
    contributions(history, wanted) {
      const totals = Array.from(wanted, () => new Float32Array(history.items.length));
      parts.forEach((part, index) => {
        if (part.scorer.constant) return;
        part.scorer.contributions(history, wanted).forEach((share, n) => {
          let sum = 0;
          for (let rank = 0; rank < share.length; rank++) sum += Math.abs(share[rank]);
          if (sum === 0) return;
          const loud = userCounts[wanted[n]] === 0 ? 1 : loudness[index][wanted[n]];
          for (let rank = 0; rank < share.length; rank++) totals[n][rank] += (loud * share[rank]) / sum;
        });
      });
      return totals;
    },
  };
}

const nobody: History = { items: new Uint32Array(0), weights: new Float32Array(0) };

export function trusted(n: number, trust: number): number {
  if (trust > 0) return n / (n + trust);
  return trust < 0 ? 1 - trust / (n - trust) : 1;
}

export function moments(scores: Float32Array): { mean: number; deviation: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i];
    sum += score;
    squares += score * score;
  }
  const mean = sum / Math.max(1, scores.length);
  const variance = squares / Math.max(1, scores.length) - mean * mean;
  // Below this the scores differ by rounding alone.
  return { mean, deviation: variance > 1e-12 * (mean * mean + 1e-12) ? Math.sqrt(variance) : 0 };
}
