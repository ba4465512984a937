/**
 * rows × d numbers around 0 with standard deviation `deviation` (sums of three uniforms), the same for the same seed.
 */
export function seededFactors(rows: number, d: number, deviation: number, seed: number): Float32Array {
  const out = new Float32Array(rows * d);
  let state = (seed ^ 0x9e3779b9) >>> 0;
  // mulberry32: a full-period 32-bit generator that needs no more state than this.
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  for (let k = 0; k < out.length; k++) out[k] = (uniform() + uniform() + uniform() - 1.5) * 2 * deviation;
  return out;
}
