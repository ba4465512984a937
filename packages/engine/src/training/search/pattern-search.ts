import type { AlgorithmDefinition, ParamDescription, Params } from '../../algorithms/definition.ts';

/**
 * Pattern search (Hooke and Jeeves 1961, "'Direct Search' Solution of Numerical and Statistical Problems"), one proposal
 * at a time: each parameter in the order of its algorithm, a step up, further while that helps, else a step down; then
 * all again with half the step. `best` is called before each proposal. Parameters in `untunable` keep their values. The
 * caller passes to `next` whether the last proposal was better.
 */
export function* patternSearch(
  algorithm: AlgorithmDefinition,
  best: () => Params,
  untunable: ReadonlySet<string>,
): Generator<Params, void, boolean> {
  const seen = new Set([JSON.stringify(best())]);
  for (const step of [1, 0.5]) {
    for (const [name, description] of Object.entries(algorithm.params)) {
      if (description.fixed || untunable.has(name)) continue;
      for (const direction of [1, -1]) {
        let improved = true;
        let helped = false;
        while (improved) {
          const params = {
            ...best(),
            [name]: moved(description, best()[name] ?? description.default, direction * step),
          };
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
    return choices[(choices.indexOf(String(value)) + (step > 0 ? 1 : choices.length - 1)) % choices.length] ?? value;
  }
  const { min, max } = description;
  const to = description.log ? Number(value) * 3 ** step : Number(value) + (step * (max - min)) / 8;
  const kept = Math.min(max, Math.max(min, to));
  return description.type === 'integer' ? Math.round(kept) : Number(kept.toPrecision(3));
}
