import { IdIndex } from '../data/id-index.ts';
import type { Fields } from './fields.ts';

/** What turns a record into a sparse row: which term and which bin is which column, and how much it says. */
export interface Vocabulary {
  /** "field:term" by column; the bins of the numbers follow. */
  terms: string[];
  /** ln((1 + n) / (1 + df)) by term. */
  idf: Float32Array;
  /** Quantile edges of each number field, in the order of their columns. */
  numbers: { field: string; edges: number[] }[];
}

/** Fields speak alike loudly whatever their length, but for these. */
const loudness: Record<string, number> = { description: 0.7, price: 0.4 };
const numberLoudness = 0.4;
/** Terms beyond this many (the rarest) are left out, which bounds memory for catalogues full of one-off tags. */
const mostTerms = 60_000;
const bins = 8;

/** A term that all records share weighs nothing, one that a single record has likens it to nothing: both are left out. */
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
    .map((name, index): [string, number] => [name, documents[index]])
    .filter(([, df]) => df >= 2 && df < records.length);
  if (kept.length > mostTerms) kept = kept.sort((a, b) => b[1] - a[1]).slice(0, mostTerms);
  return {
    terms: kept.map(([name]) => name),
    idf: Float32Array.from(kept, ([, df]) => Math.log((1 + records.length) / (1 + df))),
    numbers: numberBins(records),
  };
}

export const columnsOf = ({ terms, numbers }: Vocabulary): number => terms.length + bins * numbers.length;

/**
 * The encoder of a vocabulary: a record as (column, value) pairs of length 1, columns rising. Per field TF-IDF
 * ((1 + ln tf) · idf, Salton and Buckley 1988) brought to its loudness, numbers as soft membership of two neighbouring
 * bins. A record without anything known is empty.
 */
export function encoderOf({ terms, idf, numbers }: Vocabulary): (record: Fields) => [number, number][] {
  const columns = new Map(terms.map((name, column) => [name, column]));
  const places = new Map(numbers.map(({ field, edges }, n) => [field, { edges, first: terms.length + bins * n }]));
  return (record) => {
    const entries: [number, number][] = [];
    for (const [field, counts] of record.terms) {
      const mine: [number, number][] = [];
      for (const [term, frequency] of counts) {
        const column = columns.get(`${field}:${term}`);
        if (column !== undefined) mine.push([column, (1 + Math.log(frequency)) * idf[column]]);
      }
      scale(mine, loudness[field] ?? 1);
      entries.push(...mine);
    }
    for (const [field, value] of record.numbers) {
      const place = places.get(field);
      if (!place) continue;
      const mine = membership(place.edges, value).map(([bin, share]): [number, number] => [place.first + bin, share]);
      scale(mine, loudness[field] ?? numberLoudness);
      entries.push(...mine);
    }
    scale(entries, 1);
    return entries.sort((a, b) => a[0] - b[0]);
  };
}

function scale(entries: [number, number][], length: number): void {
  const norm = Math.sqrt(entries.reduce((sum, [, value]) => sum + value * value, 0));
  if (norm > 0) for (const entry of entries) entry[1] *= length / norm;
}

/** A field whose values are all the same has no edges and is left out. */
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
    const edges = Array.from({ length: bins }, (_, b) => sorted[Math.round((b / (bins - 1)) * (sorted.length - 1))]);
    return edges[0] < edges[bins - 1] ? [{ field, edges }] : [];
  });
}

function membership(edges: number[], value: number): [number, number][] {
  for (let b = 0; b + 1 < edges.length; b++) {
    if (value > edges[b + 1]) continue;
    const width = edges[b + 1] - edges[b];
    const share = width > 0 ? Math.max(0, (value - edges[b]) / width) : 0;
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
