import type { Csr } from '../data/records.ts';
import type { Fields } from './fields.ts';
import { columnsOf, encoderOf, learnVocabulary, type Vocabulary } from './vocabulary.ts';

export interface FeatureMatrix extends Csr {
  columns: number;
  vocabulary: Vocabulary;
}

/** Builds a vocabulary from the records and encodes each as a row of length 1. */
export function featurise(records: Fields[]): FeatureMatrix {
  const vocabulary = learnVocabulary(records);
  const encode = encoderOf(vocabulary);
  const indptr = new Uint32Array(records.length + 1);
  const indices: number[] = [];
  const values: number[] = [];
  records.forEach((record, row) => {
    for (const [column, value] of encode(record)) {
      indices.push(column);
      values.push(value);
    }
    indptr[row + 1] = indices.length;
  });
  const columns = columnsOf(vocabulary);
  return { indptr, indices: Uint32Array.from(indices), values: Float32Array.from(values), columns, vocabulary };
}
