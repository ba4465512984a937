import { DivergedError } from '../../data/errors.ts';
import type { Csr } from '../../data/records.ts';

/**
 * The transpose, with ascending indices in each row. O(nnz + rows + columns). `into` are arrays of nnz entries for the
 * result; new arrays when not given.
 */
export function transposeCsr(csr: Csr, columns: number, into?: Pick<Csr, 'indices' | 'values'>): Csr {
  const { indptr, indices, values } = csr;
  const rows = indptr.length - 1;
  const nnz = indptr[rows] ?? 0;
  const starts = new Uint32Array(columns + 1);
  for (let at = 0; at < nnz; at++) {
    const column = indices[at];
    if (column >= columns) throw new Error(`Column ${column} lies outside of ${columns} columns.`);
    starts[column + 1]++;
  }
  for (let c = 0; c < columns; c++) starts[c + 1] += starts[c];
  const next = starts.slice(0, columns);
  const out: Csr = {
    indptr: starts,
    indices: into?.indices ?? new Uint32Array(nnz),
    values: into?.values ?? new Float32Array(nnz),
  };
  for (let row = 0; row < rows; row++) {
    for (let at = indptr[row]; at < indptr[row + 1]; at++) {
      const to = next[indices[at]]++;
      out.indices[to] = row;
      out.values[to] = values[at];
    }
  }
  return out;
}

/** Throws unless the arrays are consistent, every index is below `columns` and every value is finite. */
export function checkCsr(name: string, csr: Csr, columns: number): void {
  const { indptr, indices, values } = csr;
  const nnz = indptr.at(-1);
  if (nnz === undefined || indptr[0] !== 0) throw new Error(`${name}: indptr must begin with 0.`);
  if (indices.length !== nnz || values.length !== nnz) {
    throw new Error(
      `${name}: indptr ends at ${nnz}, but there are ${indices.length} indices, ${values.length} values.`,
    );
  }
  for (let row = 1; row < indptr.length; row++) {
    if (indptr[row] < indptr[row - 1]) throw new Error(`${name}: indptr falls at row ${row}.`);
  }
  for (let at = 0; at < nnz; at++) {
    if (indices[at] >= columns) throw new Error(`${name}: index ${indices[at]} lies outside of ${columns} columns.`);
    if (!Number.isFinite(values[at])) throw new DivergedError(`${name}: value ${values[at]} is not a finite number.`);
  }
}

/**
 * Row bounds of chunks of about equal cost, where a row costs its number of entries + `perRow`; at most `chunks` + 1
 * bounds.
 */
export function balancedBounds(indptr: Uint32Array, perRow: number, chunks = 512): Uint32Array {
  const rows = indptr.length - 1;
  const total = (indptr[rows] ?? 0) + rows * perRow;
  const bounds = [0];
  let due = total / chunks;
  for (let row = 1; row < rows; row++) {
    if (indptr[row] + row * perRow >= due) {
      bounds.push(row);
      while (due <= indptr[row] + row * perRow) due += total / chunks;
    }
  }
  return Uint32Array.from(rows > 0 ? [...bounds, rows] : bounds);
}

/** Bounds of chunks of `size` (the last may be smaller). */
export function evenBounds(count: number, size = 1): Uint32Array {
  const chunks = Math.ceil(count / size);
  return Uint32Array.from({ length: chunks + 1 }, (_, chunk) => Math.min(count, chunk * size));
}
