import type { Candidate as ModelCandidate, Query, Reason, ServableModel, Source } from '@curio/engine/artifact';
import type { Candidate } from '../candidates/candidate.ts';

export interface Explained {
  source: Candidate['source'];
  reasons: readonly Reason[];
}

/**
 * Why each of the candidates is in the list: the model's reasons, and the date for items that it does not have. Only shown
 * items are to be explained: an explanation costs more than the ranking of the item.
 */
export function explainCandidates(
  model: Pick<ServableModel, 'explain'> | undefined,
  query: Query,
  candidates: readonly Candidate[],
): Explained[] {
  const ofModel = candidates.filter(isFromModel);
  const explanations = new Map(
    (model?.explain(query, ofModel) ?? []).map((explanation, n) => [ofModel[n]?.itemId, explanation]),
  );
  return candidates.map(
    (candidate) => explanations.get(candidate.itemId) ?? { source: candidate.source, reasons: ownReasons(candidate) },
  );
}

const isFromModel = (candidate: Candidate): candidate is Candidate & ModelCandidate & { source: Source } =>
  candidate.item >= 0 && candidate.source !== 'pinned' && candidate.shares === undefined;

/** Without a model the number of users is not known: 0. */
function ownReasons({ source, shares }: Candidate): Reason[] {
  if (shares) return [{ kind: 'features', values: [...shares] }];
  if (source === 'popular') return [{ kind: 'popular', users: 0 }];
  return source === 'latest' || source === 'trending' ? [{ kind: source }] : [];
}
