import type { Candidate as ModelCandidate, Query, Reason, ServableModel, Source } from '@curio/engine/artifact';
import type { Candidate } from '../candidates/candidate.ts';

/** The source of each candidate: the same with and without its reasons. */
export function sourcesOf(
  model: Pick<ServableModel, 'sourceOf'> | undefined,
  query: Query,
  candidates: readonly Candidate[],
): Candidate['source'][] {
  return candidates.map((candidate) =>
    model && isFromModel(candidate) ? model.sourceOf(query, candidate) : candidate.source,
  );
}

/**
 * Why each of the candidates is in the list: the model's reasons, and the date for items that it does not have. Only shown
 * items are to be explained: an explanation costs more than the ranking of the item.
 */
export function explainCandidates(
  model: Pick<ServableModel, 'explain'> | undefined,
  query: Query,
  candidates: readonly Candidate[],
): (readonly Reason[])[] {
  const ofModel = candidates.filter(isFromModel);
  const explanations = new Map(
    (model?.explain(query, ofModel) ?? []).map(({ reasons }, n) => [ofModel[n]?.itemId, reasons]),
  );
  return candidates.map((candidate) => explanations.get(candidate.itemId) ?? ownReasons(candidate));
}

const isFromModel = (candidate: Candidate): candidate is Candidate & ModelCandidate & { source: Source } =>
  candidate.item >= 0 && candidate.source !== 'pinned' && candidate.shares === undefined;

/** Without a model the number of users is not known: 0. */
function ownReasons({ source, shares }: Candidate): Reason[] {
  if (shares) return [{ kind: 'features', values: [...shares] }];
  if (source === 'popular') return [{ kind: 'popular', users: 0 }];
  return source === 'latest' || source === 'trending' ? [{ kind: source }] : [];
}
