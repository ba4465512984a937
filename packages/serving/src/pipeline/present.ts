import type { Recommendation } from '@curio/contracts';
import type { Candidate } from '../candidates/candidate.ts';
import type { LoadedModel } from '../models/load-model.ts';
import type { describeReason } from './describe-reason.ts';

export type PresentedReason = ReturnType<typeof describeReason>;

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
  /** undefined where no reasons were asked for. */
  explain: ((items: readonly Candidate[]) => { source: Candidate['source']; reasons: PresentedReason[] }[]) | undefined;
}

/** The items of a page as the API's schema has them. */
export function presentItems(
  items: readonly Candidate[],
  { fields, read, explain }: Presentation,
): Recommendation['items'] {
  const explained = explain?.(items);
  return items.map(({ row, itemId, score, source }, n) => {
    const reasons = explained?.[n];
    const values: Record<string, unknown> = {};
    for (const field of fields) values[field] = read(row, field);
    return {
      itemId,
      score,
      source: reasons?.source ?? source,
      fields: values,
      ...(reasons ? { reasons: reasons.reasons } : {}),
    };
  });
}
