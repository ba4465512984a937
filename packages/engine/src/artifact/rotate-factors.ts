import { ModelMemory, placeRows, rotateToEigenbasis } from '../kernels/index.ts';
import type { FittedModel, NamedArray, ScorerSpec } from '../scoring/spec.ts';

/**
 * The model with its factors in the form that serving works in: in the eigenbasis of FᵀF, with a multiple of 8 dimensions, the
 * added ones 0. It scores alike up to rounding, and loading it needs no pass over the factors.
 */
export function rotateFactors(model: FittedModel): FittedModel {
  const arrays = new Map(model.arrays);
  return { spec: rotate(model.spec, arrays, ''), arrays };
}

function rotate(spec: ScorerSpec, arrays: Map<string, NamedArray>, prefix: string): ScorerSpec {
  if (spec.type === 'blend') {
    const parts = spec.parts.map((part) => ({ ...part, spec: rotate(part.spec, arrays, `${prefix}${part.name}/`) }));
    return { ...spec, parts };
  }
  const array = arrays.get(`${prefix}itemFactors`);
  if (spec.type !== 'factors' || spec.rotated || array?.dtype !== 'float32') return spec;
  const memory = new ModelMemory();
  const items = array.data.length / spec.factors;
  const rows = placeRows(memory, 'rows', array.data, spec.factors);
  const spectrum = Float32Array.from(memory.f64(rotateToEigenbasis(memory, '', rows, items), rows.stride));
  const data = memory.f32(rows.at, items * rows.stride);
  arrays.set(`${prefix}itemFactors`, { dtype: 'float32', shape: [items, rows.stride], data });
  arrays.set(`${prefix}spectrum`, { dtype: 'float32', shape: [rows.stride], data: spectrum });
  return { ...spec, factors: rows.stride, rotated: true };
}
