import type { Candidate, Candidates, Query, Reason, ServableModel } from '../src/artifact/index.ts';

export interface Request extends Query {
  /** How many items; 10 if left out. */
  n?: number;
  /** Whether the history's items are excluded; true if left out. */
  excludeSeen?: boolean;
  /** Ids to exclude as well. */
  exclude?: readonly string[];
  explain?: boolean;
}

export interface Answer extends Omit<Candidates, 'items'> {
  items: (Candidate & { reasons?: Reason[] })[];
}

/** Retrieves and explains the first n items as the serving pipeline does, where nothing else filters them. */
export function recommend(model: ServableModel, request: Request): Answer {
  const { n = 10, excludeSeen = true, exclude = [], explain = false, ...query } = request;
  const seen = excludeSeen ? query.history.filter((event) => event.type !== 'impression') : [];
  const excluded = [...seen.map((event) => event.itemId), ...(query.fromItems ?? []), ...exclude];
  const items = excluded.map((id) => model.indexOf(id)).filter((item) => item >= 0);
  const candidates = model.retrieve(query, n, { items });
  if (!explain) return candidates;
  const explanations = model.explain(query, candidates.items);
  return { ...candidates, items: candidates.items.map((item, at) => ({ ...item, ...explanations[at] })) };
}
