import type { Csr } from '../contract.ts';
import type { Fields } from './fields.ts';

export interface FeatureMatrix extends Csr {
  columns: number;
  /** "field:term" or "field~bin" by column. */
  names: string[];
}

/** Fields speak alike loudly whatever their length, but for these. */
const loudness: Record<string, number> = { description: 0.7, price: 0.4 };
const numberLoudness = 0.4;
/** Terms beyond this many (the rarest) are left out, which bounds memory for catalogues full of one-off tags. */
const mostTerms = 60_000;
const bins = 8;

/**
 * Records as unit rows: per field TF-IDF ((1 + ln tf) · ln((1 + n) / (1 + df)), Salton and Buckley 1988) brought to
 * length 1, numbers as soft membership of two neighbouring quantile bins; then the whole row to length 1. A term that
 * all records share weighs nothing, one that a single record has likens it to nothing and is left out; a record
 * without anything is an empty row.
 */
export function featurise(records: Fields[]): FeatureMatrix {
  const columns = chooseTerms(records);
  const names = [...columns.keys()];
  const edges = numberBins(records);
  const binColumns = new Map<string, number>();
  for (const field of edges.keys()) {
    binColumns.set(field, names.length);
    for (let b = 0; b < bins; b++) names.push(`${field}~${b}`);
  }
  const documents = new Float64Array(names.length);
  for (const record of records) {
    for (const [field, terms] of record.terms) {
      for (const term of terms.keys()) {
        const column = columns.get(`${field}:${term}`);
        if (column !== undefined) documents[column]++;
      }
    }
  }
  const indptr = new Uint32Array(records.length + 1);
  const indices: number[] = [];
  const values: number[] = [];
  records.forEach((record, row) => {
    const entries: [number, number][] = [];
    for (const [field, terms] of record.terms) {
      const mine: [number, number][] = [];
      for (const [term, frequency] of terms) {
        const column = columns.get(`${field}:${term}`);
        if (column === undefined) continue;
        const idf = Math.log((1 + records.length) / (1 + documents[column]));
        if (idf > 0) mine.push([column, (1 + Math.log(frequency)) * idf]);
      }
      scale(mine, loudness[field] ?? 1);
      entries.push(...mine);
    }
    for (const [field, value] of record.numbers) {
      const limits = edges.get(field);
      const first = binColumns.get(field);
      if (!limits || first === undefined) continue;
      const mine = membership(limits, value).map(([bin, share]): [number, number] => [first + bin, share]);
      scale(mine, loudness[field] ?? numberLoudness);
      entries.push(...mine);
    }
    scale(entries, 1);
    entries.sort((a, b) => a[0] - b[0]);
    for (const [column, value] of entries) {
      indices.push(column);
      values.push(value);
    }
    indptr[row + 1] = indices.length;
  });
  return {
    indptr,
    indices: Uint32Array.from(indices),
    values: Float32Array.from(values),
    columns: names.length,
    names,
  };
}

function scale(entries: [number, number][], length: number): void {
  const norm = Math.sqrt(entries.reduce((sum, [, value]) => sum + value * value, 0));
  if (norm > 0) for (const entry of entries) entry[1] *= length / norm;
}

function chooseTerms(records: Fields[]): Map<string, number> {
  const documents = new Map<string, number>();
  for (const record of records) {
    for (const [field, terms] of record.terms) {
      for (const term of terms.keys()) {
        const name = `${field}:${term}`;
        documents.set(name, (documents.get(name) ?? 0) + 1);
      }
    }
  }
  let kept = [...documents].filter(([, df]) => df >= 2 && df < records.length);
  if (kept.length > mostTerms) kept = kept.sort((a, b) => b[1] - a[1]).slice(0, mostTerms);
  return new Map(kept.map(([name], column) => [name, column]));
}

/** Quantile edges of each number field; a constant field has none and is left out. */
function numberBins(records: Fields[]): Map<string, number[]> {
  const values = new Map<string, number[]>();
  for (const record of records) {
    for (const [field, value] of record.numbers) {
      const seen = values.get(field);
      if (seen) seen.push(value);
      else values.set(field, [value]);
    }
  }
  const edges = new Map<string, number[]>();
  for (const [field, seen] of values) {
    const sorted = Float64Array.from(seen).sort();
    const marks = Array.from({ length: bins }, (_, b) => sorted[Math.round((b / (bins - 1)) * (sorted.length - 1))]);
    if (marks[0] < marks[bins - 1]) edges.set(field, marks);
  }
  return edges;
}

function membership(edges: number[], value: number): [number, number][] {
  for (let b = 0; b + 1 < edges.length; b++) {
    if (value > edges[b + 1]) continue;
    const width = edges[b + 1] - edges[b];
    const share = width > 0 ? Math.max(0, (value - edges[b]) / width) : 0;
    return share > 0 && share < 1
      ? [
          [b, 1 - share],
          [b + 1, share],
        ]
      : [[share < 1 ? b : b + 1, 1]];
  }
  return [[edges.length - 1, 1]];
}
