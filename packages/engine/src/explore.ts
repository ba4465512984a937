import type { AlgorithmDefinition, ParamDescription, Params } from './algorithms/definition.ts';
import type { Random } from './random.ts';

/** Variations of a set of parameters: one or two of them moved a step, on the log scale where the parameter has one. */
export function neighboursOf(algorithm: AlgorithmDefinition, from: Params, count: number, random: Random): Params[] {
  const names = Object.keys(algorithm.params);
  if (names.length === 0) return [];
  return Array.from({ length: count }, () => {
    const params = { ...from };
    const moves = random() < 0.5 ? 1 : 2;
    for (let m = 0; m < moves; m++) {
      const name = names[Math.floor(random() * names.length)];
      params[name] = moved(algorithm.params[name], params[name], random);
    }
    return params;
  });
}

function moved(description: ParamDescription, value: number | string, random: Random): number | string {
  if (description.type === 'choice') return description.choices[Math.floor(random() * description.choices.length)];
  const { min, max } = description;
  const direction = random() < 0.5 ? -1 : 1;
  const from = Number(value);
  const step = description.log
    ? from * 2 ** (direction * (0.5 + 1.5 * random()))
    : from + direction * (max - min) * (0.05 + 0.15 * random());
  const kept = Math.min(max, Math.max(min, step));
  return description.type === 'integer' ? Math.round(kept) : Number(kept.toPrecision(3));
}
