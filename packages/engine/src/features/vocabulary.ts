import { IdIndex } from '../data/id-index.ts';
import type { Fields } from './fields.ts';

/** Maps records to sparse rows: the columns of terms and of bins of numbers, and the weights of terms. */
export interface Vocabulary {
  /** "field:term" by column; the bins of the numbers follow. */
  terms: string[];
  /** ln((1 + n) / (1 + df)) by term. */
  idf: Float32Array;
  /** Quantile edges of each numeric field, in column order. */
  numbers: { field: string; edges: number[] }[];
}

/** Norm of each field within a row, 1 unless given here: makes the weight of a field independent of its length. */
const fieldWeights: Record<string, number> = { description: 0.7, price: 0.4 };
const numberFieldWeight = 0.4;
/** Only the most frequent terms are kept beyond this number: bounds memory for catalogues with many rare tags. */
const maxTerms = 60_000;
const bins = 8;

/** Terms of at least two records, and not of all: the others carry no information about similarity. */
export function learnVocabulary(records: Fields[]): Vocabulary {
  const names = new IdIndex();
  /** Records with the term, by its index. */
  const documents: number[] = [];
  for (const record of records) {
    for (const [field, terms] of record.terms) {
      for (const term of terms.keys()) {
        const index = names.add(`${field}:${term}`);
        documents[index] = (documents[index] ?? 0) + 1;
      }
    }
  }
  let kept = names
    .ids()
    .map((name, index): [string, number] => [name, documents[index] ?? 0])
    .filter(([, df]) => df >= 2 && df < records.length);
  if (kept.length > maxTerms) kept = kept.sort((a, b) => b[1] - a[1]).slice(0, maxTerms);
  return {
    terms: kept.map(([name]) => name),
    idf: Float32Array.from(kept, ([, df]) => Math.log((1 + records.length) / (1 + df))),
    numbers: numberBins(records),
  };
}

export const columnsOf = ({ terms, numbers }: Vocabulary): number => terms.length + bins * numbers.length;

/**
 * Returns the encoder of a vocabulary: a record as (column, value) pairs with rising columns, of length 1; empty for a record
 * without known terms. Terms: TF-IDF, (1 + ln tf) · idf (Salton and Buckley 1988), scaled per field to the weight of the
 * field. Numbers: soft membership of two neighbouring quantile bins.
 */
export function encoderOf({ terms, idf, numbers }: Vocabulary): (record: Fields) => [number, number][] {
  const columns = new Map(terms.map((name, column) => [name, column]));
  const places = new Map(numbers.map(({ field, edges }, n) => [field, { edges, first: terms.length + bins * n }]));
  return (record) => {
    const entries: [number, number][] = [];
    for (const [field, counts] of record.terms) {
      const fieldEntries: [number, number][] = [];
      for (const [term, frequency] of counts) {
        const column = columns.get(`${field}:${term}`);
        if (column !== undefined) fieldEntries.push([column, (1 + Math.log(frequency)) * (idf[column] ?? 0)]);
      }
      scale(fieldEntries, fieldWeights[field] ?? 1);
      entries.push(...fieldEntries);
    }
    for (const [field, value] of record.numbers) {
      const place = places.get(field);
      if (!place) continue;
      const fieldEntries = membership(place.edges, value).map(([bin, share]): [number, number] => [
        place.first + bin,
        share,
      ]);
      scale(fieldEntries, fieldWeights[field] ?? numberFieldWeight);
      entries.push(...fieldEntries);
    }
    scale(entries, 1);
    return entries.sort((a, b) => a[0] - b[0]);
  };
}

/** Scales the values to a Euclidean norm of `length`, in place. */
function scale(entries: [number, number][], length: number): void {
  const norm = Math.sqrt(entries.reduce((sum, [, value]) => sum + value * value, 0));
  if (norm > 0) for (const entry of entries) entry[1] *= length / norm;
}

/** Quantile edges by field; fields with a single value are left out. */
function numberBins(records: Fields[]): Vocabulary['numbers'] {
  const values = new Map<string, number[]>();
  for (const record of records) {
    for (const [field, value] of record.numbers) {
      const seen = values.get(field);
      if (seen) seen.push(value);
      else values.set(field, [value]);
    }
  }
  return [...values].flatMap(([field, seen]) => {
    const sorted = Float64Array.from(seen).sort();
    const quantile = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
    const edges = Array.from({ length: bins }, (_, b) => quantile(b / (bins - 1)));
    return quantile(0) < quantile(1) ? [{ field, edges }] : [];
  });
}

/** (bin, share) pairs of a value between two edges: linear interpolation, clamped at the ends. */
function membership(edges: number[], value: number): [number, number][] {
  for (const [b, low] of edges.slice(0, -1).entries()) {
    const high = edges[b + 1] ?? low;
    if (value > high) continue;
    const width = high - low;
    const share = width > 0 ? Math.max(0, (value - low) / width) : 0;
    if (share > 0 && share < 1) {
      return [
        [b, 1 - share],
        [b + 1, share],
      ];
    }
    return [[share < 1 ? b : b + 1, 1]];
  }
  return [[edges.length - 1, 1]];
}
