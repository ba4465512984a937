import { symmetricEigen } from '../../math/eigen.ts';
import { gramHere } from './gram.ts';
import { packSquare } from './ials-half.ts';
import type { Rows } from './linear-ranker.ts';
import { ModelMemory } from './model-memory.ts';
import { placeRows } from './rows.ts';

export interface FoldInWeighting {
  regularization: number;
  regularizationExponent: number;
  unobservedWeight: number;
}

export interface History {
  items: Uint32Array;
  /** The confidences of `IalsInput.byUser`: above 0 positive, below 0 negative events. */
  values: Float32Array;
}

export interface FoldIn {
  readonly rows: Rows;
  /** The item factors in the basis that users are solved in; items × stride, row-major, a view. */
  readonly factors: Float32Array;
  readonly stride: number;
  /** Items of a history that are used, at most: the newest. */
  readonly maxItems: number;
  /** The factors of a user (length `stride`), or undefined when the history is empty. */
  user(history: History): Float32Array | undefined;
  /** Contribution of each entry of a history to the score of an item; cheap after `user` of the same history. */
  contributions(history: History, item: number): Float32Array;
}

/** The cost of a history is items × d²: at least this many of the newest items are used, and more when d is small. */
const minItems = 512;
const maxProducts = 1 << 25;

export interface FoldInOptions {
  memory?: ModelMemory;
  /** Its arrays in the memory have names that begin with this. */
  name?: string;
  /** Eigenvalues of FᵀF, where the factors lie in its eigenbasis already and have a multiple of 8 dimensions. */
  spectrum?: Float32Array;
}

/**
 * Solves the factors of users from their histories, on the calling thread: (α0·FᵀF + Σ|c|·q·qᵀ + λ(Σ|c| + α0·items)^ν·I) w = Σ c⁺·q, the
 * normal equations of Rendle et al. 2021 (equation 4), over the items q of the history with their confidences c. The
 * factors are rotated (rotateToEigenbasis) into the eigenbasis of FᵀF, which changes no score and makes the constant part a diagonal D. With S
 * the rows √|c|·q·D^-½ the system is I + SᵀS, or I + S·Sᵀ when the history is shorter than d (Woodbury identity). The smaller
 * of the two is factored by Cholesky in f32, and its solution refined once in f64.
 */
export function createFoldIn(
  itemFactors: Float32Array,
  d: number,
  weighting: FoldInWeighting,
  { memory = new ModelMemory(), name = '', spectrum: given }: FoldInOptions = {},
): FoldIn {
  const items = itemFactors.length / d;
  const rows = placeRows(memory, `${name}rows`, itemFactors, d);
  const { at: factorsAt, stride } = rows;
  const maxItems = Math.max(minItems, Math.floor(maxProducts / (stride * stride)));
  const longest = Math.max(maxItems + 8, stride);
  const reserve = (part: string, bytes: number) => memory.derive(`${name}fold-in ${part}`, bytes);
  const upper = reserve('upper', stride * stride * 8);
  const panels = reserve('panels', longest * stride * 4);
  const listAt = reserve('list', maxItems * 4);
  const outerAt = reserve('outer', maxItems * 4);
  const innerAt = reserve('inner', stride * 4);
  const solutionAt = reserve('solution', stride * 4);
  const shortAt = reserve('short', longest * 8);
  const deepAt = reserve('deep', longest * 8);
  const kernel = (kernelName: string) => memory.kernel(kernelName);
  const f32 = (at: number, length: number) => memory.f32(at, length);
  const f64 = (at: number, length: number) => memory.f64(at, length);
  const factors = f32(factorsAt, items * stride);

  const spectrum = given ?? f64(rotateToEigenbasis(memory, name, rows, items), stride);
  // The rotation makes tiny numbers as well. The name has no bytes: it marks for another thread that this is done.
  memory.derive(`${name}flushed`, 0, () => flushRows(memory, rows, items));

  const [packColumns, packRowsOf] = [kernel('packColumns'), kernel('packRowsOf')];
  const [factorSystem, solveSystem] = [kernel('factorSystem'), kernel('solveSystem')];
  const [times, transposeTimes] = [kernel('systemTimes'), kernel('systemTransposeTimes')];
  const list = memory.u32(listAt, maxItems);
  const outer = f32(outerAt, maxItems);
  const inner = f32(innerAt, stride);
  const solution = f32(solutionAt, stride);
  /** Vectors of the system's order, and of its depth. */
  const short = f64(shortAt, longest);
  const deep = f64(deepAt, longest);
  const right = new Float64Array(stride);

  let prepared: { history: History; n: number; order: number; depth: number; dual: boolean } | undefined;
  const prepare = (history: History) => {
    if (prepared?.history === history) return prepared;
    prepared = undefined;
    const n = Math.min(maxItems, history.items.length);
    let weight = weighting.unobservedWeight * items;
    for (let j = 0; j < n; j++) {
      const item = history.items[j];
      if (!(item < items)) throw new Error(`Item ${item} lies outside of ${items} items.`);
      list[j] = item;
      const confidence = Math.abs(history.values[j]);
      outer[j] = Math.sqrt(confidence);
      weight += confidence;
    }
    const lambda = weighting.regularization * weight ** weighting.regularizationExponent;
    const floor = 1e-12 * (weighting.unobservedWeight * spectrum[stride - 1] + lambda);
    for (let k = 0; k < stride; k++) {
      const diagonal = weighting.unobservedWeight * spectrum[k] + lambda;
      // Without regularisation a direction may be undetermined: it stays zero.
      inner[k] = diagonal > floor ? 1 / Math.sqrt(diagonal) : 0;
    }
    const dual = n <= stride;
    const order = dual ? Math.ceil(n / 8) * 8 : stride;
    const depth = dual ? stride : n;
    if (dual) packColumns(factorsAt, stride, listAt, n, outerAt, innerAt, panels, order);
    else packRowsOf(factorsAt, stride, listAt, n, outerAt, innerAt, panels);
    factorSystem(panels, depth, order, upper);
    prepared = { history, n, order, depth, dual };
    return prepared;
  };

  return {
    rows,
    factors,
    stride,
    maxItems,
    user(history) {
      if (history.items.length === 0) return undefined;
      const { n, order, depth, dual } = prepare(history);
      const liked = dual ? right.fill(0) : deep;
      for (let j = 0; j < n; j++) liked[j] = history.values[j] > 0 ? outer[j] : 0;
      if (!dual) {
        transposeTimes(panels, depth, order, deepAt, shortAt);
        right.set(short.subarray(0, order));
      }
      solution.set(right.subarray(0, order));
      solveSystem(upper, order, solutionAt);
      const solved = Float64Array.from(solution.subarray(0, order));
      short.set(solved);
      times(panels, depth, order, shortAt, deepAt);
      transposeTimes(panels, depth, order, deepAt, shortAt);
      for (let k = 0; k < order; k++) solution[k] = right[k] - solved[k] - short[k];
      solveSystem(upper, order, solutionAt);
      for (let k = 0; k < order; k++) solved[k] += solution[k];
      short.set(solved);
      if (dual) times(panels, depth, order, shortAt, deepAt);
      const out = new Float32Array(stride);
      const from = dual ? deep : short;
      for (let k = 0; k < stride; k++) {
        out[k] = inner[k] * from[k];
        if (!Number.isFinite(out[k]))
          throw new Error('This history has no solution: it holds values that are not finite.');
      }
      return out;
    },
    contributions(history, item) {
      // The score is Σ c·(qᵢᵀ A⁻¹ qⱼ) over the history (Hu et al. 2008, section 5): one term per item.
      const out = new Float32Array(history.items.length);
      if (out.length === 0) return out;
      const { n, order, depth, dual } = prepare(history);
      const target = dual ? deep : short;
      for (let k = 0; k < stride; k++) target[k] = inner[k] * factors[item * stride + k];
      if (dual) transposeTimes(panels, depth, order, deepAt, shortAt);
      solution.set(short.subarray(0, order));
      solveSystem(upper, order, solutionAt);
      if (!dual) {
        short.set(solution.subarray(0, order));
        times(panels, depth, order, shortAt, deepAt);
      }
      const from = dual ? solution : deep;
      for (let j = 0; j < n; j++) if (history.values[j] > 0) out[j] = outer[j] * from[j];
      return out;
    },
  };
}

/** See kernels/wasm/simd.ts. */
function flushRows(memory: ModelMemory, { at, stride }: Rows, items: number): void {
  memory.kernel('flushTiny')(at, items * stride * 4);
}

/**
 * Rotates rows in place into the eigenbasis of FᵀF, which changes no dot product of two of them. Returns the byte offset of the
 * eigenvalues, rising, f64.
 */
export function rotateToEigenbasis(memory: ModelMemory, name: string, rows: Rows, items: number): number {
  const { at: factorsAt, stride } = rows;
  const scratch = memory.derive(`${name}rotation scratch`, stride * stride * 8);
  const matrix = memory.derive(`${name}rotation`, stride * stride * 4);
  return memory.derive(`${name}eigenvalues`, stride * 8, (at) => {
    flushRows(memory, rows, items);
    const gram = gramHere((kernel) => memory.kernel(kernel), memory.memory, factorsAt, items, stride, scratch);
    const { values, vectors } = symmetricEigen(gram, stride);
    packSquare(vectors, stride, 1, memory.f32(matrix, stride * stride));
    memory.kernel('rotateRows')(0, items, scratch, factorsAt, stride, matrix);
    memory.f64(at, stride).set(values);
  });
}
