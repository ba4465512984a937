import type { Candidate, Explanation, Query, ServableModel } from '@curio/engine/artifact';

/** Explanations of one answer's items, each computed once. */
export interface Explainer {
  /** Explains these items and returns the ids that their reasons name. */
  explain(candidates: readonly Candidate[]): string[];
  /** The explanation of an item passed to `explain` before. */
  of(itemId: string): Explanation | undefined;
}

/** Only shown items are to be explained: an explanation costs more than the ranking of the item. */
export function createExplainer(model: Pick<ServableModel, 'explain'>, query: Query): Explainer {
  const explanations = new Map<string, Explanation>();
  return {
    explain(candidates) {
      const fresh = candidates.filter(({ itemId }) => !explanations.has(itemId));
      const named: string[] = [];
      model.explain(query, fresh).forEach((explanation, n) => {
        const candidate = fresh[n];
        if (candidate) explanations.set(candidate.itemId, explanation);
        for (const reason of explanation.reasons) if ('itemId' in reason) named.push(reason.itemId);
      });
      return named;
    },
    of: (itemId) => explanations.get(itemId),
  };
}
