import type { Query, Reason, Recommendation, ServableModel } from '@curio/engine/artifact';

export interface Explained {
  /** Finds the reasons of these items, each once, and returns the items that they name. */
  explain(items: readonly Recommendation[]): string[];
  reasonsOf(itemId: string): Reason[];
}

/** Reasons for the items of one answer: those that are shown and no others, since they take longer than the ranking. */
export function explainItems(model: ServableModel, query: Query): Explained {
  const known = new Map<string, Reason[]>();
  return {
    explain(items) {
      const bare = items.filter((item) => !known.has(item.itemId));
      const named: string[] = [];
      for (const { itemId, reasons = [] } of model.explain(query, bare)) {
        known.set(itemId, reasons);
        for (const reason of reasons) if ('itemId' in reason) named.push(reason.itemId);
      }
      return named;
    },
    reasonsOf: (itemId) => known.get(itemId) ?? [],
  };
}
