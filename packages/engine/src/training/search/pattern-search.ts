import type { AlgorithmDefinition, ParamDescription, Params } from '../../algorithms/definition.ts';

/**
 * Pattern search (Hooke and Jeeves 1961), one proposal at a time: each parameter in the order of its algorithm, a step
 * up, further while that helps, else a step down; then all again with half the step. `best` is asked anew each time.
 * Parameters in `pointless` stay. The caller says through `next(improved)` whether the last proposal helped.
 */
export function* proposals(
  algorithm: AlgorithmDefinition,
  best: () => Params,
  pointless: ReadonlySet<string>,
): Generator<Params, void, boolean> {
  const seen = new Set([JSON.stringify(best())]);
  for (const step of [1, 0.5]) {
    for (const [name, description] of Object.entries(algorithm.params)) {
      if (description.fixed || pointless.has(name)) continue;
      for (const direction of [1, -1]) {
        let improved = true;
        let helped = false;
        while (improved) {
          const params = { ...best(), [name]: moved(description, best()[name], direction * step) };
          const text = JSON.stringify(params);
          if (seen.has(text)) break;
          seen.add(text);
          improved = yield params;
          helped ||= improved;
        }
        if (helped) break;
      }
    }
  }
}

/** A step of 1 is a factor of 3 on a logarithmic parameter, an eighth of the range on another. */
function moved(description: ParamDescription, value: number | string, step: number): number | string {
  if (description.type === 'choice') {
    const { choices } = description;
    return choices[(choices.indexOf(String(value)) + (step > 0 ? 1 : choices.length - 1)) % choices.length];
  }
  const { min, max } = description;
  const to = description.log ? Number(value) * 3 ** step : Number(value) + (step * (max - min)) / 8;
  const kept = Math.min(max, Math.max(min, to));
  return description.type === 'integer' ? Math.round(kept) : Number(kept.toPrecision(3));
}
