import type { Recommendation } from '@curio/contracts';
import type { Candidate } from '../candidates/candidate.ts';
import type { LoadedModel } from '../models/load-model.ts';
import type { DescribedReason } from './describe-reason.ts';

/** Values of item fields by their names, from memory. */
export type FieldReader = (row: number, field: string) => unknown;

/** What an answer says about its model. */
export function presentModel(model: Omit<LoadedModel, 'servable'> | undefined): Recommendation['model'] {
  if (!model) return null;
  const { version, algorithm, trainedAt, dataAsOf } = model;
  return { version, algorithm, trainedAt, dataAsOf };
}

export interface Presentation {
  fields: readonly string[];
  read: FieldReader;
  /** One per item. */
  sources: readonly Candidate['source'][];
  /** One list per item; undefined where no reasons were asked for. */
  reasons: readonly DescribedReason[][] | undefined;
}

/** The items of a page as the API's schema has them. */
export function presentItems(
  items: readonly Candidate[],
  { fields, read, sources, reasons }: Presentation,
): Recommendation['items'] {
  return items.map(({ row, itemId, score, source }, n) => {
    const values: Record<string, unknown> = {};
    for (const field of fields) values[field] = read(row, field);
    const item = { itemId, score, source: sources[n] ?? source, fields: values };
    const explained = reasons?.[n];
    return explained ? { ...item, reasons: explained } : item;
  });
}
